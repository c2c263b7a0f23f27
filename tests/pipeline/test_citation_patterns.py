"""Every example of the citation patterns is found, every counter-example gives nothing."""

import pytest

from db.citation_patterns import load_patterns
from pipeline.mentions import find_mentions
from tests.pipeline.citing import docket

PATTERNS = load_patterns()
EXAMPLES = [pair for noun in PATTERNS.nouns for pair in noun.examples] + list(PATTERNS.chinese.examples)
COUNTER = [text for noun in PATTERNS.nouns for text in noun.counter_examples]
COUNTER += list(PATTERNS.chinese.counter_examples)


def found(text: str) -> str:
    parts = []
    for mention in find_mentions(text, docket()):
        base = {"article": mention.article, "chapter": f"ch.{mention.article}"}.get(mention.unit, mention.unit)
        parts.append(f"{base}" + "".join(f"({deeper})" for deeper in (mention.paragraph, mention.letter) if deeper))
    return " ".join(parts)


@pytest.mark.parametrize(("text", "provisions"), EXAMPLES, ids=[text for text, _ in EXAMPLES])
def test_an_example_is_found(text: str, provisions: str) -> None:
    assert found(text) == provisions


@pytest.mark.parametrize("text", COUNTER)
def test_a_counter_example_gives_nothing(text: str) -> None:
    assert found(text) == ""


def test_every_noun_has_an_example() -> None:
    assert [noun.pattern for noun in PATTERNS.nouns if not noun.examples] == []


def test_offsets_are_those_of_the_given_text() -> None:
    text = "İstanbul 🏛 — see ‘Articles 6(2), 7(2), and 12’."
    spans = [text[m.start : m.end] for m in find_mentions(text, docket())]
    assert spans == ["Articles 6(2)", "7(2)", "12"]


def test_a_range_is_one_mention_a_number_with_one_span() -> None:
    text = "Delete Articles 6–8 now."
    mentions = find_mentions(text, docket())
    assert [m.article for m in mentions] == ["6", "7", "8"]
    assert {text[m.start : m.end] for m in mentions} == {"Articles 6–8"}


def test_reversed_order_reaches_to_the_article() -> None:
    text = "We support paragraph 4 of Article 14 as it is."
    (mention,) = find_mentions(text, docket())
    assert text[mention.start : mention.end] == "paragraph 4 of Article 14"
