"""Word lists: looking only where a word may begin gives the hits of the pattern itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.docket import load_docket
from pipeline.ask_words import ask_words
from pipeline.features import concern_terms, topic_terms
from pipeline.vocabulary import Terms, compile_terms, cues, lower_in_place

DOCKET = load_docket("un-cybercrime")
LISTS = [*concern_terms(DOCKET).values(), *topic_terms(DOCKET).values(), *cues().values(), *ask_words(None).values()]
WORDS = st.sampled_from([
    "We", "delete", "Article", "24", "l'accès", "d’Istanbul", "İs", "surveillance", "大规模监控", "السرية", "ﬁx", "naïve",
    "security", "researchers", "should", "not", "be", "_under", "co-operate", "ΑΣ", "Σ", "x", "...", "\n",
])  # fmt: skip


def hits(terms: Terms, text: str) -> tuple[tuple[int, int], ...]:
    """What the pattern finds in the whole text."""
    return tuple(match.span() for match in terms.pattern.finditer(lower_in_place(text)))


@settings(max_examples=40, deadline=None)
@given(words=st.lists(WORDS, max_size=12), glue=st.sampled_from([" ", "", "-", "'", "\u00a0"]))
def test_every_list_finds_what_its_pattern_finds(words: list[str], glue: str) -> None:
    text = glue.join(words)
    assert all(terms.spans(text) == hits(terms, text) for terms in LISTS)


@pytest.mark.parametrize(
    ("terms", "text"),
    [(["a b", "a b c"], "x a b c a b"), (["(sic)", "sic"], "so (sic) and sic"), (["o'clock"], "one o’clock"), (["é*"], "été É"),
     (["a"], "a-a a_a aa"), ([], "anything")],
)  # fmt: skip
def test_odd_lists_find_what_their_pattern_finds(terms: list[str], text: str) -> None:
    assert compile_terms(terms).spans(text) == hits(compile_terms(terms), text)
