"""Which addresses a source's pattern lets through."""

import re

from db.docket import Source


def fits_pattern(address: str, source: Source) -> bool:
    """True where the address matches the source's `item_pattern`, or where it has none."""
    return not source.item_pattern or re.search(source.item_pattern, address) is not None
