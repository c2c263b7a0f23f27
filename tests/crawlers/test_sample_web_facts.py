"""What the sample web says of itself is true: drafts fit dates, cited numbers fit drafts, files fit texts."""

import re
from collections import Counter

import mammoth
import pypdfium2
import pytest

from crawlers.sample_web.expected import build_expected, load_expected
from crawlers.sample_web.sources import sample_organisations, sample_sources
from crawlers.sample_web.statements import Statement, as_of, load_sites
from db.docket import Docket, load_docket

SITES = load_sites()
TEXTS = [one for site in SITES for one in as_of(site.statements, edition=1)]
MIXED_DRAFTS = {"the-old-five-is-the-new-six", "reading-the-june-text"}
"""Pages that compare drafts: their numbers cannot be read in one of them."""

WORD = r"(?:[Aa]rticles?|[Aa]rt[ií]culos?|[Сс]тать[а-я]+|المادة|الماد[ةت]ين)"
NUMBER = r"\d+(?:\s?\(\w+\))*"
JOIN = r"\s*(?:,|and|or|to|et|à|y|e|и|–)\s*"
CITATION = re.compile(rf"{WORD}\s+({NUMBER}(?:{JOIN}(?:and\s+)?{NUMBER})*)(?! of the International Covenant)\b")
RANGE = re.compile(r"(\d+)\s*(?:to|à|–)\s*(\d+)")


@pytest.fixture(scope="module")
def docket() -> Docket:
    return load_docket("un-cybercrime")


def cited_numbers(body: str) -> set[int]:
    """Article numbers in `body`, ranges filled in; a second and simpler reader than the pipeline's own."""
    found: set[int] = set()
    for citation in CITATION.finditer(body):
        spans = re.sub(r"\(\w+\)", "", citation[1])
        found |= {int(number) for number in re.findall(r"\d+", spans)}
        for first, last in RANGE.findall(spans):
            found |= set(range(int(first), int(last) + 1))
    return found


@pytest.mark.parametrize("text", [one for one in TEXTS if one.on_topic], ids=lambda one: one.slug)
def test_draft_is_the_one_of_the_day(text: Statement, docket: Docket) -> None:
    assert text.draft in {draft.key for draft in docket.draft_on(text.published)}


@pytest.mark.parametrize("text", [one for one in TEXTS if one.on_topic and one.slug not in MIXED_DRAFTS],
                         ids=lambda one: one.slug)  # fmt: skip
def test_cited_numbers_lead_to_the_stated_provisions(text: Statement, docket: Docket) -> None:
    adopted = {number: line.adopted for line in docket.lineages for number in line.numbers.get(text.draft, ())}
    assert {adopted[str(number)] for number in cited_numbers(text.body)} == set(text.provisions)


def test_a_few_dozen_statements_in_many_languages_and_years() -> None:
    assert len(TEXTS) >= 36
    assert {"en", "fr", "es", "ru", "ar"} <= {one.language for one in TEXTS}
    assert {one.published.year for one in TEXTS} == {2023, 2024, 2025, 2026}
    assert {one.org_kind for one in TEXTS} >= {"ngo", "industry", "un_body", "academia", "state"}


def test_numbers_of_pages_are_unique_on_their_site() -> None:
    for site in SITES:
        numbers = [one.number for one in as_of(site.statements, edition=1)]
        assert len(numbers) == len(set(numbers))


def test_every_concern_is_raised_somewhere(docket: Docket) -> None:
    raised = Counter(key for one in TEXTS for key in one.concerns)
    assert set(raised) == set(docket.concern_by_key)


def test_joint_letter_stands_on_two_hosts_with_different_names() -> None:
    letters = [one for one in TEXTS if one.group == "seven-repairs"]
    first, second = sorted(letters, key=lambda one: one.published)
    assert {one.kind for one in first.signatories} == {"organisation", "individual"}
    assert len([one for one in first.signatories if one.kind == "organisation"]) >= 8
    assert set(second.signatories) > set(first.signatories)
    assert second.organisation != first.organisation


def test_every_source_names_a_known_organisation_and_a_sample_host() -> None:
    names = {one.name for one in sample_organisations()}
    hosts = {site.host for site in SITES}
    sources = sample_sources(port=8099)
    assert {one.organisation for one in sources} <= names
    assert {one.address.removeprefix("http://").split(".")[0] for one in sources} == hosts


def test_speakers_are_known_organisations() -> None:
    assert {one.organisation for one in TEXTS} <= {one.name for one in sample_organisations()}


def test_sources_expect_what_the_sites_hold() -> None:
    for source in sample_sources(port=8099):
        site = next(one for one in SITES if f"//{one.host}." in source.address)
        kept = [one for one in as_of(site.statements, edition=1) if one.outcome == "statement"]
        assert source.expect_min == source.expect_max == len(kept) + len(site.comments)


def test_expected_file_is_up_to_date() -> None:
    remedy = "Run: python -m crawlers.sample_web.expected"
    assert load_expected() == build_expected(), remedy


@pytest.mark.parametrize("text", [one for one in TEXTS if one.file == "pdf"], ids=lambda one: one.slug)
def test_pdf_holds_the_text_between_running_heads(text: Statement) -> None:
    folder = next(site.folder for site in SITES if text in site.statements) / "files"
    document = pypdfium2.PdfDocument(folder / f"{text.slug}.pdf")
    pages = [page.get_textpage().get_text_range() for page in document]
    joined = re.sub(r"(\ufffe|\u00ad|-\r?\n)", "", "".join(pages))
    assert all(page.startswith(text.paper_furniture[0]) for page in pages)
    assert " ".join(text.title.split()) in " ".join(joined.split())
    assert re.search(r"\ufffe", "".join(pages)), "no word is divided at a line end"
    document.close()


@pytest.mark.parametrize("text", [one for one in TEXTS if one.file == "docx"], ids=lambda one: one.slug)
def test_docx_holds_the_text(text: Statement) -> None:
    folder = next(site.folder for site in SITES if text in site.statements) / "files"
    with (folder / f"{text.slug}.docx").open("rb") as handle:
        written = " ".join(mammoth.extract_raw_text(handle).value.split())
    assert all(" ".join(block.removeprefix("## ").split()) in written for block in text.body.split("\n\n"))


def test_form_letter_comes_several_times_with_small_edits() -> None:
    comments = [one for site in SITES for one in site.comments]
    form = [one.text.strip() for one in comments if one.form]
    assert len(comments) >= 12
    assert len(form) >= 4
    assert 1 < len(set(form)) < len(form)
