"""The real material beside the project: 74 archived pages of one site, and five pages as plain text."""

import re
from pathlib import Path

import pytest

from crawlers.extract import Declared, Document, media_type_of, read_document

SHARED = Path(__file__).parents[3] / "shared"
PAGES = SHARED / "statements" / "eff"
SEEDS = SHARED / "seeds"
FURNITURE = (
    "Skip to main",
    "Share It",
    "Share on",
    "Copy link",
    "Search form",
    "Email updates",
    "](",
    "%3C",
    "DEEPLINKS BLOG",
    "Español",
)
PRINTED = re.compile(r"^((?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)\w* \d{1,2}, 20\d\d)$", re.MULTILINE)

pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason=f"the real statements are not beside the project ({PAGES})")


def read(path: Path) -> Document:
    body = path.read_bytes()
    return read_document(body, media_type_of(path.name, body), Declared(file_name=path.name))


@pytest.fixture(scope="module")
def pages() -> dict[str, Document]:
    return {path.name: read(path) for path in sorted(PAGES.glob("*.md"))}


def raw(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")


def test_every_title_is_the_front_matter_s(pages: dict[str, Document]) -> None:
    wanted = {name: re.sub(r"\s+", " ", raw(name).split("\n")[1].removeprefix("title:").strip()) for name in pages}
    assert len(pages) == 74
    assert {name: page.title for name, page in pages.items()} == wanted


def test_every_date_is_the_printed_one_and_the_archive_s_day_is_kept_beside(pages: dict[str, Document]) -> None:
    assert {page.published_from for page in pages.values()} == {"printed on the page"}
    assert pages["2024-08-14-0253.md"].published == "2024-09-26"
    assert all(len(PRINTED.findall(raw(name))) >= 1 for name in pages)
    assert all(page.archived_on == name[:10] for name, page in pages.items())
    late = [
        name
        for name, page in pages.items()
        if page.archived_on and page.published and page.published > page.archived_on
    ]
    assert len(late) < 5


def test_no_menu_or_share_button_is_in_any_text(pages: dict[str, Document]) -> None:
    assert [(name, piece) for name, page in pages.items() for piece in FURNITURE if piece in page.text] == []


def test_texts_are_marked_cut_off_and_short(pages: dict[str, Document]) -> None:
    assert all(page.cut_off for page in pages.values())
    assert all(60 < len(page.text) < 2500 for page in pages.values())


def test_one_page_before_and_after_its_title_changed(pages: dict[str, Document]) -> None:
    before, after = pages["2024-07-10-0214.md"], pages["2024-07-18-0225.md"]
    assert before.canonical_url == after.canonical_url
    assert before.title != after.title
    assert before.text == after.text
    assert (before.published, after.published) == ("2024-07-17", "2024-07-17")


def test_people_and_house_of_the_pages(pages: dict[str, Document]) -> None:
    assert pages["2024-09-04-0264.md"].authors == ("Brendan Gilligan", "Saira Hussain", "Jennifer Lynch")
    assert {page.language for page in pages.values()} == {"en"}
    assert {page.doc_kind for page in pages.values()} <= {"blog", "press_release", "joint_letter"}
    assert len({page.organisation for page in pages.values()}) == 1


@pytest.mark.parametrize(
    ("name", "title", "published", "absent"),
    [
        ("000_59da5bc9d889a90e.txt", "UN Cybercrime Convention update", None, "HomeInsights"),
        ("001_4c4156f4cec43626.txt", "UN Adopts First Draft Convention Against Cybercrime", None, "By: Anneleen"),
        ("002_ebd89c6c2a378760.txt", "Access Alert: UN Adopts Controversial Cybercrime Convention",
         None, "You May Also Like"),
        ("003_ab0cf2d162aeefd7.txt", "The UN Cybercrime Draft Convention Remains Too Flawed to Adopt",
         "2024-06-07", "From feeds"),
    ],
)  # fmt: skip
def test_seeds(name: str, title: str, published: str | None, absent: str) -> None:
    document = read(SEEDS / name)
    assert (document.title, document.published, document.language) == (title, published, "en")
    assert absent not in document.text
    assert "onvention" in document.text


def test_a_feed_s_copy_is_cut_off_although_the_feed_s_own_lines_follow() -> None:
    document = read(SEEDS / "003_ab0cf2d162aeefd7.txt")
    assert document.cut_off
    assert document.text.endswith("have expressed similar")
