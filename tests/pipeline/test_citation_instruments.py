"""Whose article it is: this treaty's, another instrument's, or nobody's."""

import pytest

from tests.pipeline.citing import settled

CASES = [
    ("Article 19 of the ICCPR; Article 5 of the draft.", ["19 iccpr", "5 rev1 resolved 6"]),
    ("Articles 17 and 19 ICCPR.", ["17 iccpr", "19 iccpr"]),
    ("UNCAC Article 57.4 was copied into Article 52.", ["57(4) uncac", "52 rev1 resolved 52"]),
    ("UNTOC's Article 18 goes further than Article 40.", ["18 untoc", "40 rev1 resolved 40"]),
    ("Unlike the Budapest Convention, Article 24 is short.", ["24 rev1 resolved 24"]),
    ("In the Budapest Convention, Article 15 is short.", ["15 budapest"]),
    ("The Budapest Convention has its Article 15, the draft Article 24.", ["15 budapest", "24 rev1 resolved 24"]),
    ("Article 82(1), in conjunction with Article 218(5) TFEU.", ["82(1) tfeu", "218(5) tfeu"]),
    ("Article 39 of Jordan's Cybercrime Law jails critics.", ["39 national"]),
    ("Статья 17 МПГПП и статья 24 проекта.", ["17 iccpr", "24 rev1 resolved 24"]),
    ("L'article 19 du Pacte international relatif aux droits civils et politiques.", ["19 iccpr"]),
    ("المادة 17 من العهد الدولي الخاص بالحقوق المدنية والسياسية.", ["17 iccpr"]),
    ("《公民权利和政治权利国际公约》第十七条与公约草案第五条。", ["17 iccpr", "5 rev1 resolved 6"]),
    ("Article 4 of the Marrakesh Treaty.", ["4 other"]),
    ("Article 5 of the Convention on Biological Diversity.", ["5 other"]),
    ("Article 5 of the Convention on human rights grounds.", ["5 rev1 resolved 6"]),
    ("The Second Additional Protocol allows requests. Its Article 7 covers subscriber data.", ["7 other"]),
    ("Chapter V of the Law Enforcement Directive.", ["ch.5 other"]),
    ("The Malabo Convention is in force; Article 29 lists offences.", ["29 other"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "outcome"), CASES, ids=[text for text, _ in CASES])
def test_the_instrument(text: str, outcome: list[str]) -> None:
    assert settled(text, "2024-02-01") == outcome


def test_the_convention_is_settled_once_a_document() -> None:
    about_budapest = "The Council of Europe treaty works. Articles 2 to 3 of the Convention list crimes; Article 4 too."
    about_ours = "The UN cybercrime treaty is broad. Articles 2 to 3 of the Convention define; Article 22 too."
    assert settled(about_budapest, "2024-12-01") == ["2 budapest", "3 budapest", "4 budapest"]
    assert [line.split()[1] for line in settled(about_ours, "2024-12-01")] == ["adopted"] * 3


def test_a_definition_settles_the_short_name() -> None:
    text = 'The Budapest Convention (the "Convention") is old. Article 32 of the Convention is disputed.'
    assert settled(text, "2024-12-01") == ["32 budapest"]


def test_the_organisation_and_the_article_in_one_text() -> None:
    text = "ARTICLE 19 spoke first, then cited Article 19 of the ICCPR, and left article 19 of the draft aside."
    assert settled(text, "2024-07-09") == ["19 iccpr", "19 rev3 resolved 19"]
    assert settled("ARTICLE 19: PARTICIPATION AND ATTEMPT is too wide.", "2024-07-09") == ["19 rev3 resolved 19"]


def test_an_annex_counts_only_where_it_is_the_treatys() -> None:
    assert settled("The annex lists forty cases.", "2024-02-15") == []
    assert settled("The annex to the Russian draft lists crimes.", "2022-02-15") == ["annex ru2021 unmatched -"]


def test_provisions_set_side_by_side_are_of_two_treaties() -> None:
    text = "Asset recovery copies UNCAC: compare Article 49 with Article 54 of that convention."
    assert settled(text, "2024-03-19") == ["49 rev2 resolved 49", "54 uncac"]


def test_a_semicolon_alone_does_not_share_a_law() -> None:
    text = "Pesano più dell'art. 24, par. 2; l'articolo 15 della Costituzione direbbe altro."
    assert settled(text, "2025-10-30") == ["24(2) adopted resolved 24", "15 national"]


def test_a_statute_book_is_no_law() -> None:
    assert settled("It opens Article 28 to every offence on the statute book.", "2024-07-20") == ["28 rev3 resolved 28"]


def test_here_counts_for_its_whole_clause() -> None:
    text = "La Convención de Budapest, en su artículo 15, lo exige; aquí la exige el artículo 24.1."
    assert settled(text, "2024-12-02") == ["15 budapest", "24(1) adopted resolved 24"]
