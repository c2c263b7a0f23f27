import re
from pathlib import Path

import pytest

from pipeline.relevance import judge_relevance
from tests.pipeline.labelling import docket

SHARED = Path(__file__).parents[3] / "shared"
WANTED = 14
OTHER = "The city opened a library and a park. Children read there until the evening, and nobody pays. " * 40


@pytest.mark.parametrize(
    "title", ["Why the UN Cybercrime Treaty must wait", "河内公约意见", "Le traité sur la cybercriminalité"]
)
def test_a_title_that_names_the_treaty_is_enough(title: str) -> None:
    assert judge_relevance(title, "", docket()).on_topic


def test_one_mention_in_a_long_text_about_something_else_is_not_enough() -> None:
    found = judge_relevance("Libraries", OTHER + "Somebody mentioned the UN cybercrime treaty. " + OTHER, docket())
    assert not found.on_topic
    assert "once" in found.reason


def test_a_text_that_says_the_convention_throughout_is_about_it() -> None:
    text = ("Madam Chair, delegations know our view of the revised draft. Article 24 of the convention lacks a judge. "
            "We ask the Committee to amend Article 28 before the session ends.")  # fmt: skip
    assert judge_relevance("Oral statement", text, docket()).on_topic


@pytest.mark.parametrize(
    ("title", "text"),
    [("Budapest turns twenty", "The Budapest Convention was opened for signature by the Council of Europe in 2001."),
     ("Library news", OTHER), ("", ""), ("Donate", "Support our work today.")],
)  # fmt: skip
def test_other_subjects_are_off_topic_with_a_reason(title: str, text: str) -> None:
    found = judge_relevance(title, text, docket())
    assert not found.on_topic
    assert found.reason


@pytest.mark.skipif(not (SHARED / "statements").exists(), reason="the shared real pages are not beside the project")
def test_of_the_real_pages_exactly_those_about_the_treaty_are_on_topic() -> None:
    pages = sorted((SHARED / "statements" / "eff").glob("*.md"))
    on_topic = [page.name for page in pages if judge_relevance(*_title_and_body(page), docket()).on_topic]
    assert len(on_topic) == WANTED
    assert all("ybercrime" in (SHARED / "statements" / "eff" / name).read_text(encoding="utf-8") for name in on_topic)


def _title_and_body(page: Path) -> tuple[str, str]:
    text = page.read_text(encoding="utf-8")
    title = re.search(r"^title: (.*)$", text, re.MULTILINE)
    assert title
    return title[1], text[max(text.rfind(f"# {title[1][:30]}"), 0) :]
