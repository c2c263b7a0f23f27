"""Every SELECT of the site. Each function takes a session on one snapshot and returns frozen dataclasses.

What counts, and how, is decided once in `standing` and added up once in `figures`: a cell of the matrix and
the page behind it call the same two.
"""
