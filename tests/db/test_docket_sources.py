"""Sources are data: real ones by the dozen, each complete, and a wrong entry is named with line and remedy."""

import csv
from pathlib import Path

import pytest

from db.docket import DocketError, load_docket
from db.docket_files import read_sources
from db.docket_source import WAYS, Source
from db.installed import docket_of
from db.settings import load_settings

LISTED = Path(__file__).parents[3] / "shared" / "sources.csv"
KEY = "un-cybercrime"
ENTRY = {
    "key": '"lighthouse"',
    "organisation": '"Lighthouse Society"',
    "kind": '"ngo"',
    "way": '"feed"',
    "address": '"https://lighthouse.example/feed/"',
}


def written(path: Path, *entries: dict[str, str]) -> Path:
    """A file of the entries; values are TOML."""
    tables = ["[[source]]\n" + "".join(f"{name} = {value}\n" for name, value in entry.items()) for entry in entries]
    path.write_text("# Sources\n\n" + "\n".join(tables), encoding="utf-8")
    return path


def test_the_docket_has_at_least_60_organisations_of_every_kind() -> None:
    sources = load_docket(KEY).sources
    assert len({source.organisation for source in sources}) >= 60
    kinds = {source.kind for source in sources}
    assert kinds == {"ngo", "industry", "un_body", "igo", "academia", "state", "media"}
    assert {"feed", "sitemap", "wordpress", "listing", "documents"} <= {source.way for source in sources}


@pytest.mark.parametrize("source", load_docket(KEY).sources, ids=lambda source: source.key)
def test_every_source_is_complete(source: Source) -> None:
    assert source.country
    assert source.language
    assert source.words
    assert source.expect_max is not None
    assert 0 <= source.expect_min <= source.expect_max


def test_no_source_claims_more_than_the_list_of_real_sites_says() -> None:
    if not LISTED.exists():
        pytest.skip("the list of real sites beside the project (../shared) is absent")
    with LISTED.open(encoding="utf-8", newline="") as handle:
        rows = {row["organisation"]: row for row in csv.DictReader(handle)}
    for source in load_docket(KEY).sources:
        row = rows[source.organisation]
        assert source.kind == row["org_kind"]
        if source.certainty == "seen":
            assert (row["certainty"], row["address"]) == ("seen", source.address)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": '"charity"'}, "a valid 'kind'"),
        ({"way": '"telex"'}, "a valid 'way'"),
        ({"key": '"Two Words"'}, "a valid 'key'"),
        ({"address": '"ftp://lighthouse.example/"'}, "begins with http:// or https://"),
        ({"address": '"lighthouse.example/feed"'}, "begins with http:// or https://"),
        ({"way": '"folder"'}, "needs a path"),
        ({"way": '"folder"', "address": '"../elsewhere"'}, "without '..'"),
        ({"way": '"mailbox"', "address": '"https://lighthouse.example/list.mbox"'}, "needs a path"),
        ({"words": '["cybercrime", " - "]'}, "each word needs a letter or digit"),
        ({"item_pattern": "'/news/('"}, "no regular expression"),
        ({"expect_min": "-1"}, "a valid 'expect_min'"),
        ({"expect_min": "5", "expect_max": "4"}, "expect_max must be at least 5"),
        ({"expect_max": "0"}, "expect_max must be at least 1"),
        ({"language": '"English"'}, "a valid 'language'"),
        ({"certainty": '"sure"'}, "a valid 'certainty'"),
        ({"colour": '"red"'}, "a valid 'colour'"),
    ],
)
def test_a_wrong_entry_is_named_with_its_line_and_remedy(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    good = {**ENTRY, "key": '"harbour"'}
    path = written(tmp_path / "sources.toml", good, {**ENTRY, **changes})
    with pytest.raises(DocketError) as caught:
        read_sources(path)
    message = str(caught.value)
    assert message.startswith("sources.toml, line 10: expected ")
    assert said in message
    assert "Correct the" in message


def test_a_key_that_occurs_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    path = written(tmp_path / "sources.toml", ENTRY, ENTRY)
    with pytest.raises(DocketError, match=r"line 10: expected each key once, found 'lighthouse' here and in line 3"):
        read_sources(path)


@pytest.mark.parametrize("text", ["[source]\nkey = 'a'\n", "[[sources]]\nkey = 'a'\n", "[[source]\n"])
def test_a_file_of_another_shape_is_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DocketError, match=r"sources\.toml"):
        read_sources(tmp_path / "sources.toml")


def test_a_users_own_sources_stand_beside_the_dockets_and_take_the_place_of_the_same_key(tmp_path: Path) -> None:
    written(tmp_path / "sources.toml", ENTRY, {**ENTRY, "key": '"eff"'})
    bundled, found = load_docket(KEY).sources, docket_of(load_settings(data=tmp_path)).sources
    assert len(found) == len(bundled) + 1
    assert {source.key: source.organisation for source in found}["eff"] == "Lighthouse Society"


def test_the_setting_replaces_the_dockets_sources(tmp_path: Path) -> None:
    path = written(tmp_path / "mine.toml", ENTRY)
    assert [source.key for source in docket_of(load_settings(data=tmp_path, sources=path)).sources] == ["lighthouse"]


def test_every_way_of_the_model_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "crawling.md").read_text(encoding="utf-8")
    for way in WAYS:
        assert f"| `{way}` |" in text
