"""Files of savings and statements: read row by row, checked by the page's own forms, written all or nothing."""
