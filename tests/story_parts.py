"""What a sample statement is made of: passages with their marks, as they will be stored."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """A label to be stored as it is."""

    kind: str
    key: str
    score: float = 0.9
    status: str = "shown"
    origin: str = "model"
    reason: str = "Sample reason."


@dataclass(frozen=True)
class Cited:
    """A mention: `words` stand in the passage."""

    words: str
    article: str = ""
    status: str = "resolved"
    provision: str = ""
    candidates: tuple[str, ...] = ()
    draft: str = "rev3"
    reason: str = "Sample reason."
    instrument: str = "un-cybercrime"


@dataclass(frozen=True)
class Piece:
    """One passage. `pairs` are (concern, provision); `implied` likewise; `asks` are (verb, target)."""

    text: str
    concerns: tuple[str, ...] = ()
    stance: str = "objection"
    pairs: tuple[tuple[str, str], ...] = ()
    implied: tuple[tuple[str, str], ...] = ()
    asks: tuple[tuple[str, str], ...] = ()
    cited: tuple[Cited, ...] = ()
    on_topic: bool = True
    boilerplate: bool = False
    reject_call: bool = False
    marks: tuple[Mark, ...] = ()
    language: str = "en"
