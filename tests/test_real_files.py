"""The real input, end to end: 79 files of `../shared` become 78 statements, and what is not about the treaty counts nowhere."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from crawlers.importing import import_paths
from db.counting import counted_pairs
from db.models import Passage, Revision, Statement
from db.quotations import check_quotations
from db.session import open_installation, reading
from db.settings import Settings
from pipeline.flow import process
from pipeline.status import installation_status
from tests.pipeline.trained import quick_workshop

SHARED = Path(__file__).parents[2] / "shared"
pytestmark = pytest.mark.skipif(
    not SHARED.exists(), reason="the real pages lie beside the project, in ../shared, and are not here"
)
FURNITURE = (
    "Share It",
    "Skip to main content",
    "Join EFF Lists",
    "Search form",
    "Copy link",
    "Donate to EFF",
    "You May Also Like",
)


@pytest.fixture(scope="module")
def processed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The 79 files, imported and processed; the labels are of quick heads, and nothing here is about labels."""
    settings = Settings(data=tmp_path_factory.mktemp("real"))
    engine = open_installation(settings)
    import_paths(engine, settings.captures, [SHARED / "statements" / "eff", SHARED / "seeds"], lambda _: None)
    process(engine, quick_workshop(settings))
    return settings


def statements(settings: Settings) -> list[Statement]:
    with reading(open_installation(settings)) as session:
        return list(session.exec(select(Statement)))


def test_79_captures_become_78_statements_of_which_60_are_about_something_else(processed: Settings) -> None:
    status = installation_status(open_installation(processed))
    assert (status.captures, status.statements, status.off_topic) == (79, 78, 60)
    assert all(stage.seen == stage.done + stage.skipped + stage.failed == 79 for stage in status.stages)


def test_one_statement_has_two_revisions_the_later_with_the_changed_title(processed: Settings) -> None:
    with reading(open_installation(processed)) as session:
        second = session.exec(select(Revision).where(Revision.number == 2)).all()
        assert len(second) == 1
        assert session.get_one(Statement, second[0].statement_id).title == second[0].title


def front_matter(path: Path) -> dict[str, str]:
    """The lines between the first two rulers, as they stand: some are not valid YAML."""
    block = path.read_text(encoding="utf-8").split("---\n")[1]
    return dict(line.split(": ", 1) for line in block.splitlines())


def test_titles_dates_and_first_days_are_those_of_the_pages(processed: Settings) -> None:
    by_address = {statement.address: statement for statement in statements(processed)}
    posts = [front_matter(path) for path in sorted((SHARED / "statements" / "eff").glob("*.md"))]
    for post in posts:
        found, archived = by_address[post["url"]], date.fromisoformat(post["date"])
        assert found.first_seen <= datetime(archived.year, archived.month, archived.day, tzinfo=UTC)
        assert date.fromisoformat(found.published)
        assert found.published_from == "printed on the page"
    titles = {post["title"] for post in posts}
    assert sum(statement.title in titles for statement in by_address.values()) == 73


def test_no_furniture_is_in_any_text_and_cut_off_texts_are_marked(processed: Settings) -> None:
    with reading(open_installation(processed)) as session:
        revisions = session.exec(select(Revision)).all()
    assert not [word for revision in revisions for word in FURNITURE if word in revision.text]
    assert sum(revision.cut_off for revision in revisions) >= 70


def test_off_topic_pages_appear_in_no_count(processed: Settings) -> None:
    with reading(open_installation(processed)) as session:
        off = set(session.exec(select(Statement.id).where(col(Statement.on_topic).is_(False))))
        passages = session.exec(
            select(Passage, Revision.statement_id).join(Revision, col(Revision.id) == Passage.revision_id)
        )
        assert not [passage for passage, statement in passages if statement in off]
        assert not [pair for pair in counted_pairs(session) if pair.statement_id in off]


def test_every_stored_quotation_is_an_exact_piece_of_its_text(processed: Settings) -> None:
    with reading(open_installation(processed)) as session:
        checks = list(check_quotations(session))
    assert len(checks) > 200
    assert [check.wrong for check in checks if check.wrong] == []
