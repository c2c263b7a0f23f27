"""Bounds on what is read. Everything crawled is hostile; these are the only places where a size is decided."""

MIB = 1024 * 1024
PAGE_BYTES = 20 * MIB
"""Largest HTML page, Markdown or text file."""
PDF_BYTES = 50 * MIB
DOCX_BYTES = 50 * MIB
DOCX_UNPACKED_BYTES = 200 * MIB
"""Largest sum of the unpacked parts of a DOCX, against archives that swell when opened."""
MAIL_BYTES = 50 * MIB
"""Largest mail message, attachments included."""
PDF_PAGES = 1500
TEXT_CHARACTERS = 8_000_000
"""Longest text that a document may yield."""
HTML_DEPTH = 250
"""Deepest nesting at which the HTML libraries keep every text."""
TITLE_CHARACTERS = 400


class Unreadable(ValueError):
    """These bytes yield no document. The message is one clear sentence for the reader of a failure list."""
