"""Public comments: the export of a consultation portal, read row by row."""
