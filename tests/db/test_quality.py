"""The stored quality card: read back as it was written, refused when it is broken."""

from pathlib import Path

import pytest

from db.docket import DOCKETS, DocketError, load_docket
from db.quality import CARD, FACTS, read_card, read_facts, write_card

MEASURED = sorted(path.parent.name for path in DOCKETS.glob(f"*/{CARD}"))


@pytest.mark.parametrize("key", MEASURED)
def test_a_card_is_read_back_as_it_was_written(key: str, tmp_path: Path) -> None:
    card = read_card(DOCKETS / key)
    assert card
    write_card(card, tmp_path)
    assert (tmp_path / CARD).read_bytes() == (DOCKETS / key / CARD).read_bytes()


@pytest.mark.parametrize("key", MEASURED)
def test_a_card_speaks_of_the_concerns_of_its_docket(key: str) -> None:
    card, docket = read_card(DOCKETS / key), load_docket(key)
    assert card and card.docket == key and card.sets
    for found in card.sets:
        assert set(found.all.concerns.each) == set(docket.concern_by_key)
        assert sum(language.passages for language in found.by_language.values()) == found.all.passages


def test_a_docket_that_was_never_measured_has_no_card(tmp_path: Path) -> None:
    assert read_card(tmp_path) is None


@pytest.mark.parametrize(
    "broken", [b"", b"{}", b"[1]", b"\xff\xfe", b'{"docket": "un-cybercrime", "measured": "soon"}']
)
def test_a_broken_card_names_the_command_that_makes_another(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / CARD).write_bytes(broken)
    with pytest.raises(DocketError, match="travaux eval card"):
        read_card(tmp_path)


def test_a_fact_that_the_card_does_not_know_is_refused(tmp_path: Path) -> None:
    (tmp_path / FACTS).write_text('made = []\nlimits = []\nagreement = []\nrank = "first"\n', encoding="utf-8")
    with pytest.raises(DocketError, match="rank"):
        read_facts(tmp_path)
