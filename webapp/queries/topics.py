"""Topics: what organisations raise beside the docket's concerns, shown by the passages that show it best."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from db.docket import Docket
from db.models import Ask, Organisation, Topic, TopicPassage
from db.topics import Member, TopicLine, best_examples, members_of, named_by, topic_lines
from webapp.provisions import Provision, named
from webapp.queries.keys import key_of
from webapp.queries.quotations import Author, Quotation, load_quotations

SHOWN = 8
SPEAKERS = 200
ARTICLES = 40
ASKED_OF = 6


@dataclass(frozen=True)
class Speaker:
    """An organisation and how many passages of the topic stand in its statements, copies included."""

    author: Author
    passages: int


@dataclass(frozen=True)
class Touched:
    """An article that passages of the topic name, and how many organisations and passages do."""

    provision: Provision
    organisations: int
    passages: int


@dataclass(frozen=True)
class Asked:
    """What passages of the topic ask with one verb: how many do, copies left out, and of which provisions."""

    verb: str
    passages: int
    targets: tuple[str, ...]


@dataclass(frozen=True)
class TopicPage:
    """What the page of one topic shows. `became` and `came_from` are lines of other topics, `took_up` too."""

    line: TopicLine
    quotations: tuple[Quotation, ...]
    speakers: tuple[Speaker, ...]
    articles: tuple[Touched, ...]
    asks: tuple[Asked, ...]
    became: tuple[TopicLine, ...]
    came_from: tuple[TopicLine, ...]
    took_up: tuple[TopicLine, ...]


def gone_topics(session: Session, now: datetime) -> list[TopicLine]:
    """The topics that were found once and are none any more, the last to go first."""
    lines = topic_lines(session, now, col(Topic.state) != "current")
    return sorted(lines, key=lambda line: line.gone_at or now, reverse=True)


def read_topic(session: Session, docket: Docket, line: TopicLine, now: datetime) -> TopicPage:
    """Everything about one topic."""
    members = members_of(session, line.id)
    examples = best_examples(session, members, SHOWN)
    quotations = load_quotations(session, examples)
    return TopicPage(
        line=line,
        quotations=tuple(quotations[key] for key in examples if key in quotations),
        speakers=_speakers(session, members),
        articles=_articles(session, docket, line.id, members),
        asks=_asks(session, line.id, members),
        became=_lines(session, line.became, now),
        came_from=_lines(session, [line.came_from], now),
        took_up=tuple(topic_lines(session, now, col(Topic.became).contains(f'"{line.key}"', autoescape=True))),
    )


def _speakers(session: Session, members: Sequence[Member]) -> tuple[Speaker, ...]:
    """Whose statements the passages stand in, most passages first; those of unknown ones together, last."""
    counts = Counter(member.organisation_id for member in members)
    query = select(key_of(Organisation), col(Organisation.slug), col(Organisation.name), col(Organisation.kind))
    rows: Iterable[Any] = session.connection().execute(query.where(key_of(Organisation).in_([k for k in counts if k])))
    known = {row[0]: Author.of(*row) for row in rows}
    made = [Speaker(known.get(key or 0, Author.of(None, "", "", "")), count) for key, count in counts.items()]
    return tuple(sorted(made, key=lambda s: (s.author.id is None, -s.passages, s.author.name.casefold())))


def _articles(session: Session, docket: Docket, topic_id: int, members: Sequence[Member]) -> tuple[Touched, ...]:
    """The provisions that the passages name, those of most organisations first."""
    lines = [
        Touched(named(docket, key), len({m.organisation_id for m in said} - {None}), sum(not m.is_copy for m in said))
        for key, said in named_by(session, topic_id, members).items()
    ]
    return tuple(sorted(lines, key=lambda t: (-t.organisations, -t.passages, t.provision.key))[:ARTICLES])


def _asks(session: Session, topic_id: int, members: Sequence[Member]) -> tuple[Asked, ...]:
    """What the passages ask, the commonest verb first; of each verb the provisions asked of most."""
    original = {member.passage_id for member in members if not member.is_copy}
    query = (
        select(col(Ask.verb), col(Ask.passage_id), col(Ask.target))
        .join(TopicPassage, col(TopicPassage.passage_id) == col(Ask.passage_id))
        .where(col(TopicPassage.topic_id) == topic_id, col(Ask.status) == "resolved")
    )
    passages: dict[str, set[int]] = defaultdict(set)
    targets: dict[str, Counter[str]] = defaultdict(Counter)
    rows: Iterable[Any] = session.connection().execute(query)
    for verb, passage, target in rows:
        if passage in original:
            passages[verb].add(passage)
            targets[verb][target] += 1
    made = [
        Asked(verb, len(found), tuple(key for key, _ in targets[verb].most_common(ASKED_OF)))
        for verb, found in passages.items()
    ]
    return tuple(sorted(made, key=lambda asked: (-asked.passages, asked.verb)))


def _lines(session: Session, keys: Collection[str], now: datetime) -> tuple[TopicLine, ...]:
    wanted = [key for key in keys if key]
    return tuple(topic_lines(session, now, col(Topic.key).in_(wanted))) if wanted else ()
