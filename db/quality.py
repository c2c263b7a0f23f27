"""The quality card of a docket: how good its labels and links were when they were last measured.

`quality.json` in the docket's folder is made by `travaux eval card` and by nothing else; the page `/quality` and
`docs/quality.md` show it. What no run can measure (who labelled, how far readers agree) stands in `quality.toml`.
"""

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, ValidationError

from db.docket import DocketError, Record

CARD = "quality.json"
FACTS = "quality.toml"
Interval = tuple[float, float]


class Figure(Record):
    """Shares between 0 and 1; `n` labels that the readers gave; `interval` holds 95 % of the bootstrapped F1."""

    precision: float
    recall: float
    f1: float
    n: int
    interval: Interval | None = None
    precision_interval: Interval | None = None


class ConcernFigures(Record):
    """`micro` and `each` count labels shown or unsure, `shown_only` the shown ones."""

    micro: Figure
    macro_f1: float
    shown_only: Figure
    unsure_share: float
    each: dict[str, Figure]


class StanceFigures(Record):
    """`macro_f1` is the mean over the stances that ten passages or more have."""

    macro_f1: float
    each: dict[str, Figure]
    objection: Figure
    shown_objections: Figure
    unsure_share: float


class ImpliedFigures(Record):
    """Articles described and not named, over `n` passages that cite nothing and have provisions: the share whose first
    one, and one of whose first three, is right. `shown`: links shown against all that the readers gave; `proposed_to`:
    the share of passages without a provision that were given a shown link all the same."""

    n: int
    hit_at_1: float | None = Field(validation_alias=AliasChoices("hit@1", "hit_at_1"))
    hit_at_3: float | None = Field(validation_alias=AliasChoices("hit@3", "hit_at_3"))
    shown: Figure
    proposed_to: float | None


class Part(Record):
    """Figures of some passages. `pairs_on_cited`: on articles named in the text; `pairs`: those shown, also on
    described ones."""

    passages: int
    concerns: ConcernFigures
    stance: StanceFigures
    flags: dict[str, Figure]
    pairs_on_cited: Figure
    pairs: Figure
    implied: ImpliedFigures | None = None


class LanguageFigures(Record):
    """Figures of the passages in one language."""

    passages: int
    concerns_micro: Figure
    objection: Figure


class Measured(Record):
    """One file of labelled passages, none of which is an example. `kind` says whose words they are."""

    kind: Literal["own_words", "real"]
    file: str
    sha256: str
    all: Part
    english: Part | None = None
    other_languages: Part | None = None
    readers_agreed: Part | None = None
    by_language: dict[str, LanguageFigures]
    baselines: dict[str, Figure]


class Spread(Record):
    """A figure over several trainings: the mean, the lowest and the highest."""

    mean: float
    low: float
    high: float


class Trainings(Record):
    """Trainings on examples drawn anew (with replacement), and how far their labels of the same passages agree."""

    count: int
    concerns_micro: Spread
    objection: Spread
    concerns_agreement: float
    stance_agreement: float


class CurvePoint(Record):
    """A training on so many examples, of the linear models alone."""

    examples: int
    concerns_micro: float
    objection: float


class TrainingsOf(Record):
    """The trainings measured on one file, and the heads of the day."""

    kind: Literal["own_words", "real"]
    heads: str
    drawn: Trainings
    curve: tuple[CurvePoint, ...]


class CitationFigures(Record):
    """Shares of one file of labelled texts, as docs/citations.md names them; `bare` links the number as it stands."""

    file: str
    sha256: str
    texts: int
    mentions: int
    finding_f1: float
    draft: float
    provision: float
    links_right: float
    bare_links_right: float


class SharedRun(Record):
    """Words that stand in several examples."""

    words: str
    examples: int


class ExamplesReport(Record):
    """What the labelled examples are. `variety`: share of different words among 1,000, on average. Runs are five words
    long; `near_copies` are pairs of which one shares a fifth of its runs or more with the other, the nearest first."""

    examples: int
    concerns: dict[str, int]
    stances: dict[str, int]
    flags: dict[str, int]
    genres: dict[str, int]
    languages: dict[str, int]
    org_kinds: dict[str, int]
    words: int
    different_words: int
    variety: float
    runs: int
    shared_runs: int
    examples_with_shared_runs: int
    most_shared: tuple[SharedRun, ...]
    near_copies: tuple[tuple[str, str, float], ...]
    near_copies_count: int


class Agreement(Record):
    """How far two readers agree on one set, between 0 and 1."""

    on: str
    concerns: float | None = None
    objections: float | None = None
    stance_kappa: float | None = None
    note: str = ""


class FirstLook(Record):
    """Citations measured once on texts that nobody had read, before a rule was mended for them."""

    texts: int
    mentions: int
    finding_f1: float
    draft: float
    provision: float
    links_right: float


class Facts(Record):
    """`quality.toml`: what no run can measure. `made`, `limits` and `errors` are sentences for the reader."""

    made: tuple[str, ...]
    limits: tuple[str, ...]
    errors: tuple[str, ...] = ()
    agreement: tuple[Agreement, ...]
    first_looks: tuple[FirstLook, ...] = ()


class QualityCard(Record):
    """Everything that `travaux eval card` found. `heads` and `encoders` name the models that were measured."""

    docket: str
    measured: date
    heads: str
    encoders: tuple[str, ...]
    sets: tuple[Measured, ...]
    trainings: tuple[TrainingsOf, ...] = ()
    citations: tuple[CitationFigures, ...] = ()
    examples: ExamplesReport
    facts: Facts


def read_facts(folder: Path) -> Facts:
    """The facts of the docket in `folder`. Raises `DocketError`."""
    from db.docket_files import parse, read_toml

    return parse(Facts, folder / FACTS, 0, read_toml(folder / FACTS))


def read_card(folder: Path) -> QualityCard | None:
    """The card of the docket in `folder`, None where it was never measured. Raises `DocketError`."""
    path = folder / CARD
    if not path.exists():
        return None
    try:
        return QualityCard.model_validate_json(path.read_text(encoding="utf-8"))
    except (ValidationError, UnicodeDecodeError) as error:
        said = str(error).splitlines()
        raise DocketError(
            f"{CARD}: expected a quality card, found {' '.join(said[:3])}. Make it anew by `travaux eval card`."
        ) from error


def write_card(card: QualityCard, folder: Path) -> Path:
    """Stores the card; returns its path."""
    path = folder / CARD
    path.write_text(card.model_dump_json(indent=1, exclude_none=True) + "\n", encoding="utf-8")
    return path
