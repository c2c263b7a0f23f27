"""A citation of a statement that can be pasted into a note."""

from webapp.queries.statements import StatementPage
from webapp.wording import day, outward


def cite(page: StatementPage, permanent_address: str) -> str:
    """Who, title, date, original address, this copy and its checksum, in one line of plain text."""
    who = page.author.name or page.author_name or "Author not known"
    where = page.address if outward(page.address) else "no web address"
    cut = " (cut off)" if page.revision.cut_off else ""
    captured = page.capture.captured_at.date().isoformat()
    return (
        f"{who}, “{page.revision.title}”{cut}, {day(page.published)}, {where}, captured {day(captured)} "
        f"(SHA-256 {page.capture.sha256}), revision {page.revision.number}, {permanent_address}"
    )
