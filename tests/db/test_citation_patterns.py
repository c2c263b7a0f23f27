"""The data files about citing: what is wrong in them is named with file, line and remedy."""

from pathlib import Path
from shutil import copy, copytree

import pytest

from db.citation_patterns import load_patterns
from db.docket import DOCKETS, DocketError, load_docket
from db.docket_citations import docket_citations, other_instruments, own_instrument

FILES = ("citation_patterns.toml", "number_words.toml", "instruments.toml")


def changed(folder: Path, name: str, old: str, new: str) -> Path:
    """A copy of the shared files with one change."""
    for file in FILES:
        copy(DOCKETS / file, folder / file)
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_a_pattern_that_is_no_expression_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocketError, match=r"citation_patterns.toml, line \d+: expected a regular expression"):
        load_patterns(changed(tmp_path, FILES[0], "'articles?'", "'articles?('"))


def test_a_pattern_must_begin_with_a_letter(tmp_path: Path) -> None:
    with pytest.raises(DocketError, match="begins with a literal character"):
        load_patterns(changed(tmp_path, FILES[0], "'articles?'", "'.*articles?'"))


def test_a_word_stands_for_one_number(tmp_path: Path) -> None:
    with pytest.raises(DocketError, match="one number a word, found two"):
        load_patterns(changed(tmp_path, FILES[1], '1 = ["one"', '1 = ["one", "two"'))


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocketError, match="colour"):
        load_patterns(changed(tmp_path, FILES[0], 'unit = "article"\n', 'unit = "article"\ncolour = "red"\n'))


def test_a_draft_that_the_docket_lacks_is_named(tmp_path: Path) -> None:
    copytree(DOCKETS / "un-cybercrime", tmp_path / "un-cybercrime")
    path = tmp_path / "un-cybercrime" / "citations.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('drafts = ["rev2"]', 'drafts = ["rev9"]', 1), encoding="utf-8"
    )
    with pytest.raises(DocketError, match=r"a draft of drafts\.csv, found rev9"):
        docket_citations(load_docket("un-cybercrime", tmp_path))


def test_a_docket_without_the_file_is_called_by_its_name(tmp_path: Path) -> None:
    copytree(DOCKETS / "un-cybercrime", tmp_path / "un-cybercrime")
    (tmp_path / "un-cybercrime" / "citations.toml").unlink()
    docket = load_docket("un-cybercrime", tmp_path)
    assert docket.name in own_instrument(docket).names


def test_the_own_treaty_is_no_other_instrument() -> None:
    docket = load_docket("un-cybercrime")
    keys = {instrument.key for instrument in other_instruments(docket)}
    assert docket.key not in keys
    assert {"budapest", "iccpr", "udhr", "uncac", "untoc", "tfeu", "national", "other"} <= keys
