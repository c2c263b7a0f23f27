"""`travaux docket text`: what it prints and stores, and what it says of files and drafts that it cannot use."""

import json
from pathlib import Path

import pytest
from sqlmodel import select

import travaux  # noqa: TID251  (the tests come in by the front door)
from db.models import DraftArticle, DraftParagraph, DraftText
from db.session import open_installation, reading
from db.settings import Settings
from tests.lanterns import KEY, lantern_dockets, treaty

BUDAPEST = Path(__file__).parents[2] / ".." / "shared" / "instruments" / "budapest-convention.md"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Run":
    monkeypatch.setenv("TRAVAUX_DOCKETS", str(lantern_dockets(tmp_path)))
    return Run(tmp_path)


class Run:
    """Runs the command in a folder with the sample docket."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"

    def __call__(self, *arguments: str, words: str = "") -> int:
        (self.folder / "treaty.txt").write_text(words or treaty(), encoding="utf-8")
        return travaux.run(["--data", str(self.data), "--docket", KEY, "docket", "text", *arguments])

    @property
    def file(self) -> str:
        return str(self.folder / "treaty.txt")


def test_counts_and_differences_as_json(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--draft", "adopted", run.file, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"articles": 4, "paragraphs": 7, "differences": []}


def test_the_report_in_words(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--draft", "adopted", run.file, words=treaty().replace("24-hour lamps", "Lamps")) == 0
    printed = capsys.readouterr().out
    assert "4 articles, 7 paragraphs" in printed
    assert "Article 4 is “24-hour lamps” in articles.csv and “Lamps” in the file." in printed
    assert run("--draft", "first", run.file) == 0
    assert "could not be compared" in capsys.readouterr().out


def test_the_text_is_stored_and_a_second_one_takes_its_place(run: Run) -> None:
    run("--draft", "adopted", run.file)
    run("--draft", "adopted", run.file, words=treaty().replace("at dusk", "at night"))
    engine = open_installation(Settings(data=run.data, docket=KEY), create=False)
    with reading(engine) as session:
        stored = session.exec(select(DraftText)).one()
        articles = session.exec(select(DraftArticle).order_by(DraftArticle.number)).all()
        pieces = session.exec(select(DraftParagraph).where(DraftParagraph.draft_article_id == articles[2].id)).all()
    assert stored.file_name == "treaty.txt"
    assert [a.title for a in articles] == ["Purpose", "Use of terms", "Duties of keepers", "24-hour lamps"]
    assert stored.text[pieces[0].start : pieces[0].end] == "Each keeper shall light the lantern at night."


@pytest.mark.parametrize(
    ("draft", "words", "status", "said"),
    [
        ("nowhere", "", 2, "expected a draft of the docket lanterns (first, adopted), found 'nowhere'"),
        ("adopted", "A letter about Article 6 (sample).", 1, "nothing was stored"),
        ("adopted", " ", 1, "The file is empty"),
    ],
)
def test_bad_input_is_a_sentence_and_makes_no_installation(
    run: Run, draft: str, words: str, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--draft", draft, run.file, words=words) == status
    printed = capsys.readouterr().err
    assert said in printed
    assert "Traceback" not in printed
    assert not run.data.exists()


def test_a_file_that_is_not_there(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--draft", "adopted", str(run.folder / "none.txt")) == 2
    assert "does not exist" in capsys.readouterr().err


@pytest.mark.skipif(not BUDAPEST.exists(), reason="the shared instruments are not beside the project")
def test_the_budapest_convention_is_the_text_of_its_docket(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--data", str(tmp_path), "--docket", "budapest", "docket", "text", "--draft", "adopted", "--json"]
    assert travaux.run([*arguments, str(BUDAPEST)]) == 0
    assert json.loads(capsys.readouterr().out) == {"articles": 48, "paragraphs": 142, "differences": []}
