"""Topics: named by their own words, the same for the same input, none where there is too little."""

from pipeline.topics import TopicPassageText, find_topics
from tests.builders import WordEncoder

JUDGES = "No judge looks at interception orders before police act"
TESTERS = "Penetration testers face prison for probing broken locks"
FEES = "Small hosting companies cannot afford compliance fees yearly"


def passages(*seeds: str, each: int = 8) -> list[TopicPassageText]:
    texts = [f"{seed} case{n} number{n}" for seed in seeds for n in range(each)]
    return [TopicPassageText(n, text, f"https://a.example/{n}") for n, text in enumerate(texts)]


def vectors(rows: list[TopicPassageText]):  # type: ignore[no-untyped-def]
    return WordEncoder().encode([row.text for row in rows])


def test_subjects_become_topics_named_by_their_words() -> None:
    rows = passages(JUDGES, TESTERS, FEES)
    topics = find_topics(rows, vectors(rows))
    assert sorted(len(topic.passages) for topic in topics) == [8, 8, 8]
    assert any("judge" in " ".join(topic.terms) for topic in topics)
    assert len({topic.key for topic in topics}) == len(topics)


def test_the_same_input_gives_the_same_topics() -> None:
    rows = passages(JUDGES, TESTERS)
    assert find_topics(rows, vectors(rows)) == find_topics(rows, vectors(rows))


def test_form_letters_weigh_once() -> None:
    rows = [TopicPassageText(n, JUDGES, "https://a.example/form") for n in range(500)]
    assert find_topics(rows, vectors(rows)) == []


def test_few_passages_give_no_topic() -> None:
    rows = passages(JUDGES, each=3)
    assert find_topics(rows, vectors(rows)) == []


def test_passages_all_alike_do_not_break_it() -> None:
    rows = [TopicPassageText(n, JUDGES, f"https://a.example/{n}") for n in range(30)]
    assert len(find_topics(rows, vectors(rows))) <= 30
