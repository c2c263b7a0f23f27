"""When this reader was here last, from a cookie of our own that holds two times and nothing else.

A visit ends after half an hour without a page; until then, what was new at its start stays new.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Response, request

COOKIE = "travaux_visit"
A_VISIT = timedelta(minutes=30)
FIRST_LOOK = timedelta(days=7)
KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Visit:
    """`since`: what was collected after it is new to this reader. `is_first`: nothing is known of an earlier visit."""

    since: datetime
    now: datetime
    is_first: bool

    def remember(self, response: Response) -> None:
        """Keep both times in the reader's browser, for our own pages only."""
        response.set_cookie(
            COOKIE,
            f"{int(self.since.timestamp())}.{int(self.now.timestamp())}.{int(self.is_first)}",
            max_age=int(KEPT.total_seconds()),
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )


def this_visit(value: str, now: datetime) -> Visit:
    """The visit that a cookie's `value` and this moment make; any other value is a first visit."""
    now = now.replace(microsecond=0)
    known = _times(value)
    if known is None or known[1] > now + A_VISIT:
        return Visit(now - FIRST_LOOK, now, True)
    since, last, is_first = known
    return Visit(since, now, is_first) if now - last < A_VISIT else Visit(last, now, False)


def _times(value: str) -> tuple[datetime, datetime, bool] | None:
    parts = value.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 12 for part in parts):
        return None
    since, last = (datetime.fromtimestamp(int(part), UTC) for part in parts[:2])
    return (since, last, parts[2] == "1") if since <= last else None
