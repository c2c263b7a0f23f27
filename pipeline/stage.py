"""What a stage is: pending units → pure function → rows saved, in one transaction a batch."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from sqlmodel import Session

from db.docket import Docket
from db.session import open_installation, reading
from db.settings import Settings
from db.store.drafts import DraftParagraphs, stored_paragraphs
from pipeline.encoders import Encoder, multilingual_encoder
from pipeline.heads import Heads, columns_of, load_heads
from pipeline.implied import ImpliedModel
from pipeline.implied_files import load_implied
from pipeline.tuned_encoder import LabelEncoder, label_encoder

P = TypeVar("P")
R = TypeVar("R")


class StageError(ValueError):
    """One unit could not be done. The message is the reason that is stored and shown."""


@dataclass(frozen=True)
class Unit:
    """A piece of work: `content` is a hash or text of its input; with `skip`, the reason it needs no work."""

    key: str
    content: str
    skip: str = ""


@dataclass
class Workshop:
    """What the stages work with: settings, docket, encoders and heads, each loaded when first needed."""

    settings: Settings
    docket: Docket

    @cached_property
    def heads(self) -> Heads:
        """The heads that label here: the installation's own, or the docket's; raises `HeadsMissing`."""
        return load_heads(self.docket, self.settings.data)

    @cached_property
    def implied(self) -> ImpliedModel:
        """The model of provisions that passages describe; raises `HeadsMissing`."""
        return load_implied(self.docket)

    @cached_property
    def draft_paragraphs(self) -> DraftParagraphs:
        """The paragraphs of the drafts whose texts are stored; raises `InstallationError` without an installation."""
        engine = open_installation(self.settings, create=False)
        try:
            with reading(engine) as session:
                return stored_paragraphs(session)
        finally:
            engine.dispose()

    @cached_property
    def english(self) -> LabelEncoder:
        """The docket's tuned encoder for English, used by the labels; of no dimension where there is none."""
        return label_encoder(self.docket, columns_of(self.docket))

    @cached_property
    def multilingual(self) -> Encoder:
        """The encoder for all languages, used by labels, search, translations and topics."""
        return multilingual_encoder()


@dataclass(frozen=True)
class Stage(Generic[P, R]):
    """One stage of the flow.

    `version` changes when the stage would give another result for the same input; `after` names the stages
    whose results it reads. `together`: all units are one piece of work, because each depends on all.
    """

    name: str
    version: Callable[[Workshop], str]
    after: tuple[str, ...]
    units: Callable[[Session, Workshop], Sequence[Unit]]
    load: Callable[[Session, Workshop, str], P]
    work: Callable[[Workshop, P], R]
    save: Callable[[Session, Workshop, P, R], None]
    together: bool = False


AnyStage = Stage[Any, Any]


def fingerprint(*parts: object) -> str:
    """Sixteen hexadecimal digits of the SHA-256 of the parts."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def full_versions(stages: Iterable[AnyStage], shop: Workshop) -> dict[str, str]:
    """Stage → version that also changes when a stage that it reads from does."""
    versions: dict[str, str] = {}
    for stage in stages:
        versions[stage.name] = fingerprint(stage.version(shop), *(versions[name] for name in stage.after))
    return versions
