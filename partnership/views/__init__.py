"""Pages. A view authorises, reads the form, calls an action or a reader, and answers."""
