"""`travaux verify`: the bytes of every capture and of every archived list, read again; who counts what was read."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from crawlers.archive_check import RecordError, RecordSeen, read_record
from db.models import Capture, ListPage
from db.proof import Checked, Wrong

BATCH = 500


@dataclass
class Tally:
    """How many of each kind were read again, and how many of them are not as they should be."""

    checked: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    def count(self, one: Checked) -> None:
        """Add one."""
        self.checked[one.kind] += 1
        self.wrong[one.kind] += one.wrong is not None

    def as_dict(self) -> dict[str, dict[str, int]]:
        """Kind → checked, wrong."""
        return {kind: {"checked": number, "wrong": self.wrong[kind]} for kind, number in self.checked.items()}

    def sentences(self) -> list[str]:
        """One line a kind, in words."""
        return [f"{kind}s: {checked:,} read again, {_verdict(checked, self.wrong[kind])}"
                for kind, checked in self.checked.items()]  # fmt: skip


def _verdict(checked: int, wrong: int) -> str:
    if not wrong:
        return "100 % as stored"
    # Rounded down: 100 % is said of all or not at all.
    return f"{int(1000 * (checked - wrong) / checked) / 10} % as stored, {wrong:,} not"


def wrongs(found: Iterable[Checked], tally: Tally, step: Callable[[], object]) -> Iterator[Wrong]:
    """What is wrong, as it is found; everything is counted in `tally`, with a call of `step` for each."""
    for one in found:
        tally.count(one)
        step()
        if one.wrong:
            yield one.wrong


def count_captures(session: Session) -> int:
    """How many captures and archived lists there are."""
    counted = (select(func.count()).select_from(table) for table in (Capture, ListPage))
    return sum(session.connection().execute(query).scalar_one() for query in counted)


def check_captures(session: Session, folder: Path) -> Iterator[Checked]:
    """The record in the archive of every capture, then of every list, each in the order of files and places."""
    for row in _rows(session, Capture, col(Capture.size)):
        yield Checked("capture", _wrong_record("capture", row, folder, _difference))
    for row in _rows(session, ListPage):
        yield Checked("list", _wrong_record("list_page", row, folder, _other_bytes))


def _rows(session: Session, table: type[Capture] | type[ListPage], *more: Any) -> Iterator[Any]:
    order = (col(table.warc_file), col(table.warc_offset), col(table.id))
    columns = (*order, col(table.address), col(table.sha256), *more)
    query = select(*columns).order_by(*order).execution_options(yield_per=BATCH)
    yield from session.connection().execute(query)


def _wrong_record(kind: str, row: Any, folder: Path, difference: Callable[[RecordSeen, Any], str]) -> Wrong | None:
    path = folder / row.warc_file
    where = f"{path} at byte {row.warc_offset}"
    remedy = f"Restore {row.warc_file} from a backup of {folder}."
    if Path(row.warc_file).name != row.warc_file:
        return Wrong(kind, row.id, row.address, where, "the database names no file of the archive",
                     "Restore the database from a backup.")  # fmt: skip
    try:
        problem = difference(read_record(path, row.warc_offset), row)
    except RecordError as error:
        problem = str(error)
    except FileNotFoundError:
        problem = "the archive file is missing"
    except (OSError, ValueError) as error:
        problem = f"the archive file could not be read ({error})"
    return Wrong(kind, row.id, row.address, where, problem, remedy) if problem else None


def _difference(seen: RecordSeen, row: Any) -> str:
    if problem := _other_bytes(seen, row):
        return problem
    if seen.address != row.address:
        return f"the record there is of another address, {seen.address[:200]!r}"
    return "" if seen.size == row.size else f"expected {row.size} bytes, found {seen.size}"


def _other_bytes(seen: RecordSeen, row: Any) -> str:
    """A list is known by the address asked for, its record by the one that redirects led to: its bytes are compared."""
    if seen.sha256 == row.sha256:
        return ""
    return f"the bytes are not those that were captured: expected SHA-256 {row.sha256}, found {seen.sha256}"
