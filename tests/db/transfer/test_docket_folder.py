"""A docket as a folder: out of one Travaux and into another without loss, or not at all."""

import json
from pathlib import Path

import pytest
from sqlmodel import select

from db.counting import counted_pairs
from db.docket import load_docket
from db.models import Account, Decision, Subscription
from db.reading import canonical_lines
from db.session import open_installation, reading, writing
from db.settings import Settings
from db.transfer.dictionary import datasette_metadata, entries, table_meaning, tables
from db.transfer.folder import HEAD, TransferError
from db.transfer.reading import check_files, read_docket, read_head
from db.transfer.writing import exported, write_docket
from db.words import word_index
from tests.sample_story import fill
from tests.stories import DAY, Story

DOCKET = load_docket("un-cybercrime")


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    """A filled installation with a person's decision, an account, archived bytes and a source of its own."""
    settings = Settings(data=tmp_path / "here")
    with writing(open_installation(settings)) as session:
        fill(Story(session))
        session.add(
            Decision(
                address="https://sample.example", text_sha256="0" * 64, text="Sample.", kind="concern", key="scope",
                verdict="reject", by="Ana Sample", at=DAY,
            )
        )  # fmt: skip
        session.add(Account(name="Ana Sample", role="reviewer", password_hash="sample", stamp="s", made_at=DAY))
    settings.captures.mkdir()
    (settings.captures / "sample.warc.gz").write_bytes(b"sample bytes")
    (settings.data / "sources.toml").write_text("", encoding="utf-8")
    return settings


def written(here: Settings, folder: Path) -> Path:
    write_docket(open_installation(here), here, DOCKET, folder)
    return folder


def taken_in(folder: Path, there: Settings) -> dict[str, int]:
    head = read_head(folder)
    check_files(folder, head)
    return read_docket(open_installation(there), there, folder, head)


def test_a_docket_goes_to_another_travaux_without_loss(here: Settings, tmp_path: Path) -> None:
    folder, there = written(here, tmp_path / "folder"), Settings(data=tmp_path / "there")
    counts = taken_in(folder, there)
    assert counts["statement"] == 10
    with reading(open_installation(here)) as old, reading(open_installation(there)) as new:
        assert list(canonical_lines(new)) == list(canonical_lines(old))
        assert counted_pairs(new) == counted_pairs(old) != []
        assert [row.by for row in new.exec(select(Decision))] == [row.by for row in old.exec(select(Decision))] != []
        assert counts["passage"] > len(word_index(new).search(new, ["Article"], (), (), 500)) > 10
        assert new.exec(select(Account)).all() == []
        assert new.exec(select(Subscription)).all() == []
    assert (there.captures / "sample.warc.gz").read_bytes() == b"sample bytes"
    assert (there.data / "sources.toml").exists()


def test_written_twice_the_folder_is_the_same(here: Settings, tmp_path: Path) -> None:
    one, two = written(here, tmp_path / "one"), written(here, tmp_path / "two")
    assert (one / HEAD).read_bytes() == (two / HEAD).read_bytes()


def test_a_folder_that_was_changed_or_cut_short_is_refused(here: Settings, tmp_path: Path) -> None:
    folder = written(here, tmp_path / "folder")
    table = folder / "tables" / "statement.jsonl"
    table.write_text(table.read_text(encoding="utf-8").replace("sample", "Sample", 1) + " ", encoding="utf-8")
    with pytest.raises(TransferError, match="not as it was written"):
        taken_in(folder, Settings(data=tmp_path / "there"))
    table.unlink()
    with pytest.raises(TransferError, match=r"Expected the file tables/statement.jsonl"):
        taken_in(folder, Settings(data=tmp_path / "there"))
    (folder / HEAD).unlink()
    with pytest.raises(TransferError, match="no usable"):
        read_head(folder)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": "0001"}, "same version"),
        ({"format": "other"}, "same version"),
        ({"docket": "budapest"}, "--docket budapest"),
        ({"files": {"../../etc/passwd": "0"}}, "Expected the file"),
        ({"tables": {"statement": 11}}, "rows, found"),
    ],
)
def test_a_head_that_says_something_else_is_refused(
    here: Settings, tmp_path: Path, change: dict[str, object], said: str
) -> None:
    folder = written(here, tmp_path / "folder")
    head = json.loads((folder / HEAD).read_text(encoding="utf-8"))
    (folder / HEAD).write_text(json.dumps({**head, **change}), encoding="utf-8")
    there = Settings(data=tmp_path / "there")
    with pytest.raises(TransferError, match=said):
        taken_in(folder, there)
    with reading(open_installation(there)) as session:
        assert list(canonical_lines(session)) == []


def test_an_installation_in_use_takes_nothing_in(here: Settings, tmp_path: Path) -> None:
    folder = written(here, tmp_path / "folder")
    with pytest.raises(TransferError, match="holds nothing, found rows"):
        taken_in(folder, here)
    with pytest.raises(TransferError, match="new or empty folder"):
        written(here, folder)


def test_every_table_and_most_columns_are_described() -> None:
    described = tables()
    assert set(exported()) <= set(described)
    for name in exported():
        assert table_meaning(described[name]), name
    assert {entry.points_to for entry in entries(described["passage"])} == {"", "revision.id"}
    shown = datasette_metadata(DOCKET)["databases"]["travaux"]["tables"]
    assert shown["statement"]["columns"]["published"].startswith("`YYYY-MM-DD`")


def test_nobody_who_uses_travaux_is_in_the_folder() -> None:
    assert not {"account", "audit_entry", "subscription", "outbox_mail"} & set(exported())
