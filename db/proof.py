"""What a proof consists of: things that were checked, and what is wrong with those that failed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wrong:
    """One stored thing that is not what it should be.

    `kind` and `id` are its table and row, `name` the address or file that a reader knows it by, `where` its place.
    """

    kind: str
    id: int
    name: str
    where: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        """The exception in one line of words."""
        return f"{self.kind} {self.id} of {self.name} ({self.where}): {self.problem}. {self.remedy}"


@dataclass(frozen=True)
class Checked:
    """One thing that was read again: its kind, and what is wrong with it (None when nothing is)."""

    kind: str
    wrong: Wrong | None = None
