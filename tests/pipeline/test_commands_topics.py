"""`travaux topics`: the list and the entry for concerns.toml; bad ids end as a sentence."""

import tomllib
from pathlib import Path

import pytest

from db.session import writing
from db.store.topics import save_topics
from tests.builders import AUGUST, installation, organisation, statement
from travaux import run  # noqa: TID251  (the command line is what is tested)

TOPIC = {"key": "sea-cables", "name": "sea cables", "terms": '["sea cables"]', "found_at": AUGUST, "centre": b""}


@pytest.fixture
def data(tmp_path: Path) -> str:
    _, engine = installation(tmp_path)
    with writing(engine) as session:
        passages = statement(
            session, "https://s.example/1", ["Sea cables are cut."], organisation(session, "Sample Reef")
        )
        save_topics(session, [(TOPIC, [passages[0].id or 0], [])], [])
    return str(tmp_path)


def test_topics_are_listed_and_become_entries(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--data", data, "topics", "list"]) == 0
    assert "sea-cables  1 organisations, 1 passages: sea cables" in capsys.readouterr().out
    assert run(["--data", data, "topics", "as-concern", "sea-cables"]) == 0
    out = capsys.readouterr().out
    assert tomllib.loads(out)["concern"][0]["key"] == "sea_cables"
    assert "#   Sea cables are cut.\n#     Sample Reef, 2024-08-05, https://s.example/1" in out


def test_an_unknown_id_says_where_all_are(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--data", data, "topics", "as-concern", "nets"]) == 1
    assert "travaux topics list" in capsys.readouterr().err
