"""All that one digest is made of, and the counts of a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlmodel import Session

from db.counting import CountedPair
from db.models import Ask
from pipeline.digest.content import Figures
from pipeline.digest.known import Known, KnownStatement
from pipeline.digest.objections import Desk
from pipeline.digest.scope import Choice
from pipeline.digest.signatures import signed
from pipeline.digest.week import Week


@dataclass(frozen=True)
class Harvest:
    """All that one digest is made of. `whole` is every statement, `known` those of the scope; `pairs` all that count
    in it, whether they object or not."""

    session: Session
    desk: Desk
    whole: Known
    choice: Choice
    pairs: Sequence[CountedPair]

    @cached_property
    def objections(self) -> Sequence[CountedPair]:
        """The pairs that object."""
        return [pair for pair in self.pairs if pair.objects]

    @cached_property
    def paired(self) -> set[int]:
        """The passages of the pairs."""
        return {pair.passage_id for pair in self.pairs}

    def has_ask(self, ask: Ask) -> bool:
        """Whether an ask lies in the scope: by what it aims at, or by the passage that it stands in."""
        choice = self.choice
        return (
            (choice.provisions is None or ask.target in choice.provisions)
            and (choice.concerns is None or ask.passage_id in self.paired)
            and (choice.passages is None or ask.passage_id in choice.passages)
        )

    @cached_property
    def known(self) -> Known:
        """The statements of the scope."""
        return self.whole.only(self.choice.statements)

    def fresh(self, week: Week) -> list[KnownStatement]:
        """What is new in the week: no copy, no translation of what was known."""
        return [row for row in self.known.first_seen_in(week) if not self.whole.is_repost(row, week)]

    def objections_in(self, statements: Sequence[KnownStatement]) -> list[CountedPair]:
        """The objections of these statements."""
        ids = {statement.id for statement in statements}
        return [pair for pair in self.objections if pair.statement_id in ids]


def week_figures(harvest: Harvest, week: Week) -> Figures:
    """The counts of a week; an author or signer who is not in the register counts by what the text calls them."""
    fresh = harvest.fresh(week)
    objecting = {harvest.whole.by_id[pair.statement_id].organisation_id for pair in harvest.objections_in(fresh)}
    return Figures(
        statements=len(fresh),
        organisations=len({row.organisation_id for row in fresh} - {None}),
        objecting=len(objecting - {None}),
        endorsements=len({row.key for row in signed(harvest.session, harvest.whole, fresh, week)}),
    )
