"""What a docket's folder says about citing its treaty: its names, its subjects, its odd facts.

`docket_citations(docket)` reads `citations.toml` of the docket, and the shared `instruments.toml`, in which the
names of other dockets' treaties count as other instruments. Broken files raise `DocketError`.
"""

from datetime import date
from functools import lru_cache
from pathlib import Path

from db.docket import DOCKETS, Docket, Record
from db.docket_files import complain, line_of, parse, read_toml


class Instrument(Record):
    """Another instrument. `names` are phrases, `patterns` expressions on flattened text; `articles` is its last number.

    `short` are the generic words by which a text that is about it may call it ("the convention").
    """

    key: str
    names: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    articles: int | None = None
    convention: bool = False
    examples: tuple[str, ...] = ()


class Subject(Record):
    """What one lineage or chapter is about: phrases in any language, as found beside its number or instead of it."""

    lineage: str = ""
    chapter: str = ""
    words: tuple[str, ...]


class DraftName(Record):
    """A further way to name a draft: a phrase, or an expression on flattened text. Several drafts: not told apart,
    or the first unless a session, a chapter or a subject says otherwise (`first_unless_told`).
    """

    drafts: tuple[str, ...]
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    strength: str = "name"
    first_unless_told: bool = False


class Telling(Record):
    """Words beside a number that settle the lineage whatever the date ("the new Article 4")."""

    words: tuple[str, ...]
    article: str
    lineage: str


class Proposed(Record):
    """A paragraph that was proposed and is in none of `drafts`."""

    article: str
    paragraph: str
    drafts: tuple[str, ...]
    note: str


class Paragraphs(Record):
    """How many numbered paragraphs an article of a draft has (0: it has letters only), where that is known."""

    draft: str
    article: str
    count: int
    note: str = ""


class Volume(Record):
    """A draft that has some chapters of a text only; `preamble` says whether it has the preamble."""

    draft: str
    chapters: tuple[str, ...]
    preamble: bool = False


class Homonym(Record):
    """A name of a draft that is another thing's too: `signs` are words of a text that means the other."""

    name: str
    signs: tuple[str, ...]


class DocumentDate(Record):
    """The day printed on a draft where it differs from the day on which it came out."""

    draft: str
    day: date


class DocketCitations(Record):
    """All of `citations.toml`."""

    names: tuple[str, ...] = ()
    own_words: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    release_doubt_days: int = 3
    weak_names: tuple[str, ...] = ()
    homonyms: tuple[Homonym, ...] = ()
    unknown_draft: tuple[str, ...] = ()
    looking_back: tuple[str, ...] = ()
    draft_before: tuple[str, ...] = ()
    proposal_before: tuple[str, ...] = ()
    proposal_joined: tuple[str, ...] = ()
    proposal_after: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    draft_names: tuple[DraftName, ...] = ()
    telling: tuple[Telling, ...] = ()
    proposed: tuple[Proposed, ...] = ()
    paragraphs: tuple[Paragraphs, ...] = ()
    volumes: tuple[Volume, ...] = ()
    document_dates: tuple[DocumentDate, ...] = ()


def _check(path: Path, docket: Docket, citations: DocketCitations) -> DocketCitations:
    """Every draft and lineage named in the file must be one of the docket's."""
    drafts = {draft.key for draft in docket.drafts}
    named = [key for told in citations.draft_names for key in told.drafts]
    named += [key for proposed in citations.proposed for key in proposed.drafts]
    named += [entry.draft for entry in citations.paragraphs]
    for key in named:
        if key not in drafts:
            raise complain(path, line_of(path, f'"{key}"'), "a draft of drafts.csv", key, "Correct the key.")
    for lineage in [s.lineage for s in citations.subjects if s.lineage] + [t.lineage for t in citations.telling]:
        if lineage not in docket.lineage_by_number:
            raise complain(path, line_of(path, f'"{lineage}"'), "an adopted number", lineage, "Correct the number.")
    return citations


@lru_cache(maxsize=8)
def _read(folder: Path) -> DocketCitations:
    path = folder / "citations.toml"
    content = read_toml(path) if path.exists() else {}
    tables = {
        "subjects": "subject",
        "draft_names": "draft_name",
        "volumes": "volume",
        "document_dates": "document_date",
        "homonyms": "homonym",
    }
    for field, table in tables.items():
        content[field] = content.pop(table, [])
    return parse(DocketCitations, path, 1, content)


def docket_citations(docket: Docket) -> DocketCitations:
    """The docket's `citations.toml`, validated against its drafts and lineages. Raises `DocketError`."""
    return _check(docket.folder / "citations.toml", docket, _read(docket.folder))


@lru_cache(maxsize=8)
def _instruments(root: Path) -> tuple[Instrument, ...]:
    path = root / "instruments.toml"
    rows = read_toml(path).get("instrument", [])
    return tuple(parse(Instrument, path, line_of(path, f'key = "{row.get("key")}"'), row) for row in rows)


def other_instruments(docket: Docket) -> tuple[Instrument, ...]:
    """Every instrument but the docket's own: the shared ones and the treaties of the neighbouring dockets."""
    root = docket.folder.parent
    shared_root = root if (root / "instruments.toml").exists() else DOCKETS
    shared = [i for i in _instruments(shared_root) if i.key != docket.key]
    for folder in sorted(root.iterdir()):
        if folder.name != docket.key and (folder / "citations.toml").exists():
            shared.append(Instrument(key=folder.name, names=_read(folder).names, convention=True))
    return tuple(shared)


def own_instrument(docket: Docket) -> Instrument:
    """The docket's own treaty with all its names, also those of the shared file."""
    root = docket.folder.parent
    shared_root = root if (root / "instruments.toml").exists() else DOCKETS
    names = [n for i in _instruments(shared_root) if i.key == docket.key for n in i.names]
    citations = docket_citations(docket)
    aliases = [alias for draft in docket.drafts if draft.key == "adopted" for alias in (draft.name, *draft.aliases)]
    return Instrument(
        key=docket.key,
        names=(*citations.names, *citations.own_words, *aliases, *names, docket.name, docket.short_name),
        convention=True,
    )
