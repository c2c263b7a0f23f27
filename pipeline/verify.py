"""`travaux verify`: every capture's bytes and every stored quotation, read again."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from crawlers.archive_check import RecordError, RecordSeen, read_record
from db.models import Capture
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
    """How many captures there are."""
    return session.connection().execute(select(func.count()).select_from(Capture)).scalar_one()


def check_captures(session: Session, folder: Path) -> Iterator[Checked]:
    """Every capture's record in the archive, in the order of files and places."""
    for row in _rows(session):
        yield Checked("capture", _wrong_capture(row, folder))


def _rows(session: Session) -> Iterator[Any]:
    order = (col(Capture.warc_file), col(Capture.warc_offset), col(Capture.id))
    columns = (*order, col(Capture.address), col(Capture.sha256), col(Capture.size))
    query = select(*columns).order_by(*order).execution_options(yield_per=BATCH)
    yield from session.connection().execute(query)


def _wrong_capture(row: Any, folder: Path) -> Wrong | None:
    path = folder / row.warc_file
    where = f"{path} at byte {row.warc_offset}"
    remedy = f"Restore {row.warc_file} from a backup of {folder}."
    if Path(row.warc_file).name != row.warc_file:
        return Wrong("capture", row.id, row.address, where, "the database names no file of the archive",
                     "Restore the database from a backup.")  # fmt: skip
    try:
        problem = _difference(read_record(path, row.warc_offset), row)
    except RecordError as error:
        problem = str(error)
    except FileNotFoundError:
        problem = "the archive file is missing"
    except (OSError, ValueError) as error:
        problem = f"the archive file could not be read ({error})"
    return Wrong("capture", row.id, row.address, where, problem, remedy) if problem else None


def _difference(seen: RecordSeen, row: Any) -> str:
    if seen.sha256 != row.sha256:
        return f"the bytes are not those that were captured: expected SHA-256 {row.sha256}, found {seen.sha256}"
    if seen.address != row.address:
        return f"the record there is of another address, {seen.address[:200]!r}"
    return "" if seen.size == row.size else f"expected {row.size} bytes, found {seen.size}"
