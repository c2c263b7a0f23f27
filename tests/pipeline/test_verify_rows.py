"""What `travaux verify` proves of lists and of comments: a changed byte or word of either is named."""

import csv
import hashlib
import json
from pathlib import Path

import pytest
from sqlalchemy import text

import travaux  # noqa: TID251  (the tests come in by the front door)
from crawlers.archive import Archive, Fetched
from crawlers.comments.proof import missing_texts
from crawlers.comments.rows import CSV
from db.session import open_installation, writing
from db.settings import Settings
from db.store.pages import NewList, add_list
from tests.builders import AUGUST

HEADER = ["Document ID", "Comment", "Organization Name"]
COMMENTS = [
    ["SAMPLE-1", "Article 24 needs a judge.<br/><br/>Don&rsquo;t adopt it.", "Sample Circle"],
    ["SAMPLE-2", "Delete\nArticle 28.", ""],
]


@pytest.fixture
def imported(tmp_path: Path) -> Settings:
    export, settings = tmp_path / "export.csv", Settings(data=tmp_path / "data")
    with export.open("w", newline="", encoding="utf-8-sig") as handle:
        csv.writer(handle, delimiter=";").writerows([HEADER, *COMMENTS])
    assert travaux.run(["--data", str(settings.data), "import", "comments", str(export)]) == 0
    return settings


def _change(settings: Settings, statement: str) -> None:
    with writing(open_installation(settings)) as session:
        session.connection().execute(text(statement))


def test_every_comment_is_compared_with_its_row(imported: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert travaux.run(["--data", str(imported.data), "verify"]) == 0
    assert "comment rows: 2 read again, 100 % as stored" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE revision SET text = 'Adopt it.' WHERE capture_row = 3", "no cell of the row gives the stored text"),
        ("UPDATE revision SET capture_row = 2 WHERE capture_row = 3", "no cell of the row gives the stored text"),
        ("UPDATE revision SET capture_row = 9 WHERE capture_row = 3", "the export has no such row"),
        ("UPDATE capture SET warc_file = 'gone.warc.gz'", "the export could not be read again"),
    ],
)
def test_a_comment_that_its_row_does_not_give_is_named(
    imported: Settings, capsys: pytest.CaptureFixture[str], change: str, said: str
) -> None:
    _change(imported, change)
    capsys.readouterr()
    assert travaux.run(["--data", str(imported.data), "verify", "--only", "comments", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert said in found["exceptions"][-1]["problem"]
    assert found["exceptions"][-1]["where"].startswith("export.csv, row ")


def test_a_text_of_several_columns_is_found_in_them() -> None:
    body = b"Subject,Text,Name\nMy view,<p>Keep it.</p>,Ann\n"
    assert missing_texts(body, CSV, [(2, "My view\n\nKeep it."), (2, "My view Keep it now.")]) == {
        1: "no cell of the row gives the stored text 'My view Keep it now.'"
    }


def test_a_list_is_read_again_and_one_with_other_bytes_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, body = Settings(data=tmp_path / "data"), b"<rss/>"
    engine, archive = open_installation(settings), Archive(settings.captures)
    asked, led_to = "https://sample.example/feed", "https://sample.example/feed/"
    file, offset = archive.write(Fetched(led_to, body, "application/xml", AUGUST, 200, asked=asked))
    archive.close()
    with writing(engine) as session:
        add_list(session, NewList(asked, "sample", hashlib.sha256(body).hexdigest(), AUGUST, "", "", "", file, offset))
    assert travaux.run(["--data", str(settings.data), "verify"]) == 0
    assert "lists: 1 read again, 100 % as stored" in capsys.readouterr().out
    _change(settings, "UPDATE list_page SET sha256 = 'another'")
    assert travaux.run(["--data", str(settings.data), "verify", "--json"]) == 1
    exceptions = json.loads(capsys.readouterr().out)["exceptions"]
    assert [(one["kind"], one["name"]) for one in exceptions] == [("list_page", asked)]
