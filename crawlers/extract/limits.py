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
LARGEST_BYTES = max(PAGE_BYTES, PDF_BYTES, DOCX_BYTES, MAIL_BYTES)
PDF_PAGES = 1500
CHILD_MEMORY = 1536 * MIB
"""Memory that reading one file in a child process may take."""
CHILD_SECONDS = 120
"""Seconds of processor that reading one file may take, text recognition not counted."""
CONFINED_BYTES = MIB
"""Web pages and texts larger than this are read in a child process too."""
SCAN_PAGES = 150
"""Most pages that are read by text recognition, which takes some seconds a page."""
SCAN_SECONDS = 1200
WALL_SECONDS = SCAN_SECONDS + 2 * CHILD_SECONDS
SCAN_PAGE_SECONDS = 120
SCAN_MEMORY = 2048 * MIB
"""Memory that the recognition of one page may take."""
SCAN_PIXELS = 40_000_000
"""Largest picture of a page handed to text recognition."""
TEXT_CHARACTERS = 8_000_000
"""Longest text that a document may yield."""
HTML_DEPTH = 250
"""Deepest nesting at which the HTML libraries keep every text."""
TITLE_CHARACTERS = 400


class Unreadable(ValueError):
    """These bytes yield no document. The message is one clear sentence for the reader of a failure list."""
