"""Board packs: frozen, numbered PDFs of a meeting.

`queue` hands the work out, `build` does it, `sections` and `content` say what is printed, `render` prints it.
"""
