"""Making a topic a concern: the entry for a docket's concerns.toml, and examples for its examples.jsonl.

The entry is a proposal: a person writes the definition, and reads the example passages before they train anything.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from db.docket import Docket
from db.models import Organisation, Passage, Statement
from db.topics import Member, TopicLine, best_examples, members_of, named_by

MOST_EXAMPLES = 12


@dataclass(frozen=True)
class ExamplePassage:
    """A passage that shows the topic, with where it was said."""

    text: str
    published: str
    organisation: str
    address: str


def entry_of(session: Session, docket: Docket, topic: TopicLine) -> str:
    """The entry for a stored topic."""
    members = members_of(session, topic.id)
    named = named_by(session, topic.id, members)
    articles = sorted(named, key=lambda key: (-len(named[key]), key))
    return concern_entry(topic.name, topic.terms, articles, _examples(session, members), docket)


def _examples(session: Session, members: Sequence[Member]) -> list[ExamplePassage]:
    best = best_examples(session, members, MOST_EXAMPLES)
    query = (
        select(Passage, Statement, Organisation.name)
        .join(Statement, col(Statement.revision_id) == Passage.revision_id)
        .join(Organisation, col(Organisation.id) == Statement.organisation_id, isouter=True)
        .where(col(Passage.id).in_(best))
    )
    found = {
        passage.id: ExamplePassage(passage.text, statement.published, name or "", statement.address)
        for passage, statement, name in session.exec(query)
    }
    return [found[key] for key in best if key in found]


def concern_entry(
    name: str, terms: Sequence[str], articles: Sequence[str], examples: Sequence[ExamplePassage], docket: Docket
) -> str:
    """Text to append to concerns.toml: seed words as `vocabulary`, the articles it touches, passages as comments."""
    known = {key for key in articles if key in docket.lineage_by_number}
    lines = [
        f"# From the topic “{one_line(name)}”. Write the definition, name it, and take out words that mislead.",
        "[[concern]]",
        f"key = {quoted(free_key(terms, docket))}",
        f"name = {quoted(one_line(terms[0]).capitalize() if terms else one_line(name))}",
        'definition = "To be written: what is objected to, in one sentence."',
        f"vocabulary = [{', '.join(quoted(term) for term in terms)}]",
        f"articles = [{', '.join(quoted(key) for key in articles if key in known)}]",
        "# Passages that show it, for examples.jsonl (in your own words, never an organisation's):",
    ]
    lines += [f"#   {one_line(example.text)}\n#     {_said_by(example)}" for example in examples]
    return "\n".join(lines) + "\n"


def _said_by(example: ExamplePassage) -> str:
    who = one_line(example.organisation) or "organisation not known"
    return f"{who}, {example.published or 'no date found'}, {one_line(example.address)}"


def free_key(terms: Sequence[str], docket: Docket) -> str:
    """A key that no concern of the docket has."""
    from slugify import slugify

    key = slugify(terms[0] if terms else "", separator="_") or "new_concern"
    numbered = (key if n == 1 else f"{key}_{n}" for n in range(1, len(docket.concern_by_key) + 2))
    return next(candidate for candidate in numbered if candidate not in docket.concern_by_key)


def one_line(text: str) -> str:
    """The text without line breaks and other control characters, which would end a comment of TOML."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def quoted(text: str) -> str:
    """A basic string of TOML; JSON's escapes are a part of TOML's."""
    return json.dumps(one_line(text), ensure_ascii=False)
