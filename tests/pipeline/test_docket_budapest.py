"""A second docket is data alone: its own articles are ours in it, those of the first are another instrument."""

from datetime import date

import pytest

from db.docket import load_docket
from pipeline.relevance import judge_relevance
from pipeline.resolve import Mention, cite

TITLE = "Comments on the Budapest Convention (sample)"


def cited(text: str, published: date | None = date(2012, 3, 4)) -> list[Mention]:
    return cite(text, title=TITLE, published=published, docket=load_docket("budapest"))


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("Article 32(b) of the Convention goes too far (sample).", "32"),
        ("Article 15 of the Budapest Convention asks for safeguards (sample).", "15"),
        ("L'article 32 de la Convention de Budapest va trop loin (exemple).", "32"),
        ("The extradition article of the Convention is fine (sample).", "24"),
    ],
)
@pytest.mark.parametrize("published", [date(2012, 3, 4), None])
def test_its_own_articles_are_resolved_with_and_without_a_date(text: str, article: str, published: date | None) -> None:
    mention = cited(text, published)[0]
    assert (mention.instrument, mention.status, mention.provision) == ("budapest", "resolved", article)
    assert mention.draft == "adopted"


@pytest.mark.parametrize(
    ("text", "instrument"),
    [
        ("Article 7 of the UN Convention against Cybercrime is alike (sample).", "un-cybercrime"),
        ("Article 17 of the ICCPR protects privacy (sample).", "iccpr"),
    ],
)
def test_other_treaties_are_other_instruments(text: str, instrument: str) -> None:
    mention = cited(text)[0]
    assert (mention.instrument, mention.status, mention.provision) == (instrument, "other_instrument", None)


def test_a_number_that_is_too_high_is_unmatched() -> None:
    assert cited("Article 60 of the Convention is unknown to us (sample).")[0].status == "unmatched"


def test_a_text_about_the_other_treaty_is_not_about_this_one() -> None:
    budapest, un = load_docket("budapest"), load_docket("un-cybercrime")
    text = "The UN Convention against Cybercrime was adopted in New York. It has 68 articles (sample)."
    assert not judge_relevance("", text, budapest).on_topic
    assert judge_relevance("", text, un).on_topic
    text = "The Budapest Convention was opened for signature in 2001. It has 48 articles (sample)."
    assert judge_relevance("", text, budapest).on_topic
    assert not judge_relevance("", text, un).on_topic
