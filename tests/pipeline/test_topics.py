"""Topics: named by their own words, the same for the same input, and the same topics a week later."""

from pathlib import Path

import numpy as np
import pytest

from db.docket import load_docket
from db.reading import canonical_lines
from db.session import reading, writing
from db.topics import current_topics
from pipeline.stage import Workshop
from pipeline.stages.topics import cluster, load_clusterable, save_found
from pipeline.topic_history import gone_topics, history_of
from pipeline.topic_map import places
from pipeline.topic_names import NAMELESS, names_of, same_word, terms_of
from pipeline.topic_parts import FoundTopic, StoredTopic, TopicPassageText, Topics, Vector
from pipeline.topics import find_topics
from tests.builders import AUGUST, WordEncoder, embedded, installation, label, statement

JUDGES = "No judge looks at interception orders before police act"
TESTERS = "Penetration testers face prison for probing broken locks"
FEES = "Small hosting companies cannot afford compliance fees yearly"
TREES = "Old forests near rivers deserve quieter neighbours tomorrow"


def passages(*seeds: str, each: int = 8, first: int = 0) -> list[TopicPassageText]:
    texts = [f"{seed} case{n} number{n}" for seed in seeds for n in range(first, first + each)]
    return [TopicPassageText(n, text, f"https://a.example/{text}", "en", text) for n, text in enumerate(texts)]


def vectors(rows: list[TopicPassageText]) -> Vector:
    return WordEncoder().encode([row.text for row in rows])


def topics_of(rows: list[TopicPassageText], stored: tuple[StoredTopic, ...] = ()) -> Topics:
    return find_topics(rows, vectors(rows), stored=stored)


def kept(topics: Topics, rows: list[TopicPassageText]) -> tuple[StoredTopic, ...]:
    """What the next run reads of these."""
    of = {row.id: row.sha256 for row in rows}
    return tuple(
        StoredTopic(t.key, t.name, frozenset(of[p] for p in t.passages), t.centre, t.place) for t in topics.found
    )


def told(topics: Topics) -> list[tuple[object, ...]]:
    return [(t.key, t.name, t.terms, t.passages, t.copies, t.place, t.centre.tobytes()) for t in topics.found]


def named_for(topics: Topics, word: str) -> FoundTopic:
    return next(topic for topic in topics.found if word in " ".join(topic.terms))


def test_subjects_become_topics_named_by_their_words() -> None:
    topics = topics_of(passages(JUDGES, TESTERS, FEES))
    assert sorted(len(topic.passages) for topic in topics.found) == [8, 8, 8]
    assert named_for(topics, "judge") and named_for(topics, "testers") and named_for(topics, "fees")
    assert len({topic.key for topic in topics.found}) == 3 and not topics.gone


def test_the_same_input_gives_the_same_topics() -> None:
    rows = passages(JUDGES, TESTERS, FEES)
    first = topics_of(rows)
    assert told(first) == told(topics_of(rows))
    assert told(topics_of(rows, kept(first, rows))) == told(first)


def test_topics_keep_key_and_name_when_texts_join_them_and_a_new_one_comes() -> None:
    old = passages(JUDGES, TESTERS, FEES)
    before = topics_of(old)
    new = passages(JUDGES, TESTERS, FEES, TREES, each=20)
    after = topics_of(new, kept(before, old))
    assert {t.key: t.name for t in before.found}.items() <= {t.key: t.name for t in after.found}.items()
    assert len(after.found) == 4 and not after.gone
    assert named_for(after, "forests").key not in {t.key for t in before.found}


def test_a_topic_whose_texts_are_gone_says_so_and_keeps_its_key_when_it_returns() -> None:
    all_rows, fewer = passages(JUDGES, TESTERS, FEES), passages(JUDGES, TESTERS)
    before = topics_of(all_rows)
    lost = named_for(before, "fees")
    after = topics_of(fewer, kept(before, all_rows))
    assert [(gone.key, gone.state, gone.became) for gone in after.gone] == [(lost.key, "vanished", ())]
    away = StoredTopic(lost.key, lost.name, frozenset(), lost.centre, None, current=False)
    back = topics_of(all_rows, (*kept(after, fewer), away))
    assert {t.key for t in back.found} == {t.key for t in before.found} and not back.gone


def stored(key: str, *members: str) -> StoredTopic:
    return StoredTopic(key, key, frozenset(members))


def test_merged_and_split_topics_say_where_their_passages_are() -> None:
    earlier = [stored("one", *"abcd"), stored("two", *"efg"), stored("three", *"hijklm")]
    now = [frozenset("abcdefg"), frozenset("hij"), frozenset("klm")]
    history = history_of(now, [np.zeros(2, np.float32)] * 3, earlier)
    assert history.continues == {0: 0, 1: 2} and history.split_from == {2: 2}
    (merged,) = gone_topics(history, earlier, ["k0", "k1", "k2"])
    assert (merged.key, merged.state, merged.became) == ("two", "merged", ("k0",))
    both = history_of(
        [frozenset("abxy"), frozenset("cdzw")],
        [np.zeros(2, np.float32)] * 2,
        [stored("0", *"xyzw"), stored("one", *"abcd"), stored("2", *"zw")],
    )
    assert both.continues == {0: 0, 1: 1}


def test_a_topic_whose_texts_were_cut_anew_is_known_by_its_centre() -> None:
    centre = np.asarray([1, 0], np.float32)
    earlier = [StoredTopic("one", "one", frozenset("ab"), centre)]
    assert history_of([frozenset("xy")], [centre], earlier).continues == {0: 0}
    assert history_of([frozenset("xy")], [np.asarray([0, 1], np.float32)], earlier).continues == {}


def test_form_letters_weigh_once() -> None:
    rows = [TopicPassageText(n, JUDGES, "https://a.example/form") for n in range(500)]
    assert topics_of(rows) == Topics()


def test_edited_copies_weigh_once_and_are_members() -> None:
    rows = passages(JUDGES, TESTERS, FEES)
    copies = [TopicPassageText(100 + n, f"{rows[0].text} x{n}", rows[0].copy_of, "en", f"copy{n}") for n in range(40)]
    found = named_for(topics_of([*rows, *copies]), "judge")
    assert sorted(found.passages) == list(range(8)) and sorted(found.copies) == [row.id for row in copies]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 11])
def test_few_passages_give_no_topic(count: int) -> None:
    assert topics_of(passages(JUDGES, each=count)) == Topics()


@pytest.mark.parametrize("text", [JUDGES, "the and of", "", "!!!"])
def test_passages_all_alike_do_not_break_it(text: str) -> None:
    rows = [TopicPassageText(n, text, f"https://a.example/{n}") for n in range(30)]
    topics = topics_of(rows)
    assert sum(len(topic.passages) for topic in topics.found) <= 30
    assert all(topic.key and topic.name for topic in topics.found)


def test_terms_do_not_repeat_each_other() -> None:
    group = passages("security researchers need good faith protection, a researcher tests", each=6)
    other = passages(FEES, each=30)
    terms, _ = names_of([group, other])
    words = [word for term in terms for word in term.split()]
    assert not any(same_word(a, b) for n, a in enumerate(words) for b in words[:n])
    assert "faith" in " ".join(terms)


def test_a_name_is_in_the_language_of_most() -> None:
    spanish = [TopicPassageText(n, "ningún juez examina órdenes de interceptación", "x", "es") for n in range(2)]
    group = [*passages(JUDGES, each=5), *spanish]
    terms, _ = names_of([group, passages(FEES, each=30)])
    assert "juez" not in " ".join(terms)
    assert names_of([[TopicPassageText(1, "the of and", "x")]]) == [NAMELESS]


def test_pairs_of_words_stand_side_by_side() -> None:
    assert "good faith" in terms_of("In good faith; research, testers", frozenset({"in"}))
    assert "faith research" not in terms_of("In good faith; research, testers", frozenset())


def test_the_map_keeps_its_places() -> None:
    rng = np.random.default_rng(5)
    rows = rng.normal(size=(9, 16)).astype(np.float32)
    centres = list(rows / np.linalg.norm(rows, axis=1, keepdims=True))
    first = places(centres[:8], [None] * 8)
    again = places(centres, [*first, None])
    moved = np.linalg.norm(np.asarray(first) - np.asarray(again[:8]), axis=1)
    assert moved.max() < 0.35 and places(centres[:8], [None] * 8) == first
    assert len(set(again)) == 9
    assert places(centres[:2], [None, None]) == [(0.0, 0.0), (1.0, 0.0)] and places([], []) == []


def test_only_what_no_concern_covers_is_clustered_and_ids_stay(tmp_path: Path) -> None:
    settings, engine = installation(tmp_path)
    shop = Workshop(settings, load_docket("un-cybercrime"))
    encoder = WordEncoder()
    shop.__dict__["multilingual"] = encoder
    with writing(engine) as session:
        for row in passages(JUDGES, TESTERS, FEES):
            (passage,) = statement(session, f"https://s.example/{row.id}", [row.text])
            label(session, passage, "stance", "objection")
            if row.text.startswith(FEES):
                label(session, passage, "concern", "scope")
            embedded(session, encoder, [passage])
    for _ in range(2):
        with reading(engine) as session:
            loaded = load_clusterable(session, shop, "")
        with writing(engine) as session:
            save_found(session, shop, loaded, cluster(shop, loaded))
        with reading(engine) as session:
            keys = [line.key for line in current_topics(session, AUGUST)]
            lines = list(canonical_lines(session))
        assert len(loaded.passages) == 16 and len(keys) == 2
        assert loaded.until == AUGUST
    assert sorted(topic.key for topic in loaded.stored) == sorted(keys)
    assert sum('"table": "topic"' in line for line in lines) == 2
