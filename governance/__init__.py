"""Bodies, meetings and the board packs that prove what was decided on."""
