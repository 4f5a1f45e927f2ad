"""Committee reports: what they are made of, the figures in them, their versions, and how they are printed."""
