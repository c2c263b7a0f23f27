"""Names of provisions as readers know them, made from the docket alone."""

from dataclasses import dataclass
from datetime import date

from db.docket import Docket, Draft

PREAMBLE = "preamble"
CHAPTER_MARK = "ch."


@dataclass(frozen=True)
class Provision:
    """One row of the matrix. `key` is how tables and addresses write it: `24`, `preamble`, `ch.IV`."""

    key: str
    label: str
    title: str
    chapter: str = ""

    @property
    def is_chapter(self) -> bool:
        """Whether this is a chapter taken as a whole."""
        return self.key.startswith(CHAPTER_MARK)

    @property
    def name(self) -> str:
        """Label and title in one line."""
        return f"{self.label}: {self.title}" if self.title else self.label


@dataclass(frozen=True)
class Chapter:
    """A chapter of the adopted text with its provisions, itself first."""

    number: str
    title: str
    whole: Provision
    articles: tuple[Provision, ...]

    @property
    def heading(self) -> str:
        """How the chapter is written above its rows."""
        return f"Chapter {self.number}: {self.title}" if self.title else f"Chapter {self.number}"


def chapters(docket: Docket) -> tuple[Chapter, ...]:
    """The adopted text's chapters in order. A heading in the docket is `<number> <title>`."""
    found = []
    for heading, lineages in docket.chapters().items():
        number, _, title = heading.partition(" ")
        whole = Provision(f"{CHAPTER_MARK}{number}", f"Chapter {number}", title)
        articles = tuple(Provision(row.adopted, f"Article {row.adopted}", row.title, heading) for row in lineages)
        found.append(Chapter(number, title, whole, articles))
    return tuple(found)


def provisions(docket: Docket) -> dict[str, Provision]:
    """Every provision by key in the order of the adopted text: preamble, then chapters and their articles."""
    listed = [Provision(PREAMBLE, "Preamble", "")]
    for chapter in chapters(docket):
        listed += [chapter.whole, *chapter.articles]
    return {provision.key: provision for provision in listed}


def named(docket: Docket, key: str) -> Provision:
    """The provision `key`, or one named by its key alone when the adopted text has none such."""
    return provisions(docket).get(key) or Provision(key, key, "")


@dataclass(frozen=True)
class DraftNumber:
    """What a provision was called in one draft. `numbers` is empty where its number there is not known."""

    draft: Draft
    numbers: tuple[str, ...]
    titles: tuple[str, ...]


def through_drafts(docket: Docket, key: str) -> tuple[DraftNumber, ...]:
    """The provision's number and title in every draft that the concordance knows; nothing for a chapter."""
    lineage = docket.lineage_by_number.get(key)
    if lineage is None:
        return ()
    known = {draft for each in docket.lineages for draft in each.numbers}
    titles = {(title.draft, title.number): title.title for title in docket.titles}
    return tuple(
        DraftNumber(draft, numbers, tuple(titles.get((draft.key, number), "") for number in numbers))
        for draft in docket.drafts
        if draft.key in known
        for numbers in [lineage.numbers.get(draft.key, ())]
    )


def drafts_meant(docket: Docket, published: str) -> tuple[Draft, ...]:
    """The drafts that a statement of that day refers to unless it names one; none without an exact day."""
    try:
        return tuple(docket.draft_on(date.fromisoformat(published)))
    except ValueError:
        return ()
