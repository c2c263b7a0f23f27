"""Whether a page that a list names must be asked for again, and how: the least that still notices a change."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from db.models import ListPage
from db.store.pages import READ, PageState, Validators


@dataclass(frozen=True)
class Known:
    """What is stored of an address: its newest state for this source, and its newest capture's validators.

    `validators` is `None` when there is no capture, and false when the site sent none.
    """

    page: PageState | None = None
    validators: Validators | None = None


NOTHING = Known()


def is_as_listed(known: Known, listed: str, moment: datetime, recheck: timedelta) -> bool:
    """True when the list's own date says that the page did not change since it was read, and no better is to be had.

    A site that can answer "not modified" is asked, for lists often leave their dates as they were. Dates count
    for one that cannot, or that sends the whole page regardless; and not for longer than `recheck`.
    """
    page = known.page
    if page is None or page.read_at is None or page.outcome not in READ or page.listed != listed:
        return False
    answers_briefly = bool(known.validators) and not page.gives_whole
    is_kept = known.validators is not None
    return is_kept and not answers_briefly and _holds(listed, page.read_at, moment, recheck)


def is_list_as_listed(known: ListPage, listed: str, moment: datetime, recheck: timedelta) -> bool:
    """The same for a page of a list that a list above it names with a date."""
    answers_briefly = bool(known.etag or known.last_modified)
    return known.listed == listed and not answers_briefly and _holds(listed, known.fetched_at, moment, recheck)


def _holds(listed: str, read_at: datetime, moment: datetime, recheck: timedelta) -> bool:
    """True while a date that did not change proves something: a bare day only once it was over when we read."""
    is_over = len(listed) > len("2024-08-08") or listed < read_at.date().isoformat()
    return bool(listed) and is_over and moment - read_at < recheck
