"""How the reader wants to count. A page and every page it links to count through the same lens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

Origin = Literal["explicit", "implicit"]
ORIGINS: dict[str, str] = {
    "explicit": "articles that the text names",
    "implicit": "articles that the text describes without naming them",
}


class LensError(ValueError):
    """The address asks for a way of counting that does not exist. The message says which ones do."""


@dataclass(frozen=True)
class Lens:
    """One way of counting. Pairs of the two origins are never added up."""

    origin: Origin = "explicit"

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> "Lens":
        """The lens that an address's arguments describe. Raises `LensError`."""
        origin = arguments.get("origin", "explicit")
        if origin not in ORIGINS:
            raise LensError(
                f"Expected origin to be one of {', '.join(ORIGINS)}, found {origin[:40]!r}. "
                "Leave it out to count the articles that texts name."
            )
        return cls(cast(Origin, origin))

    @property
    def arguments(self) -> dict[str, str]:
        """What a link adds to its address to keep this lens; nothing for the default one."""
        return {} if self == Lens() else {"origin": self.origin}

    @property
    def words(self) -> str:
        """The lens in words."""
        return ORIGINS[self.origin]
