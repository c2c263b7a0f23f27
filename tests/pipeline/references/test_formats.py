"""Every form of a citation can be read by the programs that it is for, whatever a page calls itself."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pipeline.references.bibtex import bibtex
from pipeline.references.csl import csl_item
from pipeline.references.footnote import footnote
from pipeline.references.formats import FORMS, written
from pipeline.references.markdown import markdown
from pipeline.references.reference import NO_AUTHOR, Place, Reference, clean, published_words
from pipeline.references.ris import ris

SHA = "ab" * 32
PLACE = Place(
    345, "Article 7 harms research (sample).", 3, "para 12", ("Cites Article 6",), "https://s.example/a#:~:text=x"
)
SAMPLE = Reference(
    key="p345",
    author="Lantern, Bell and Candle (sample)",
    title="Joint letter (sample)",
    published="2024-07-03",
    published_from="printed on the page",
    kind="joint_letter",
    language="en",
    address="https://s.example/a_b?x=1%202&y={z}",
    captured_at=datetime(2024, 8, 6, 9, 30, tzinfo=UTC),
    sha256=SHA,
    revision=2,
    cut_off=False,
    permalink="http://desk.example/statements/12?revision=2#p345",
    place=PLACE,
)
HOSTILE = (
    "A\nER  - \nTY  - JOUR\nAU  - Somebody else",
    "A\r\rER  - ",
    "A\u2028ER  - \u2029TY  - JOUR\x0bAU  - x\x85y",
    "} , author = {Somebody else}, x = {",
    "{{{ unbalanced \\",
    "\\input{/etc/passwd} \\write18{rm} $x^2$ 100 % & # _ ~",
    '"><script>alert(1)</script> =1+1',
    "[x](javascript:alert(1)) ![i](http://s.example/i) `code` <b>",
    "1. not a list",
    "\u202ereversed\u2066",
    "@article{x, title={y}}",
    "\ud800 half a character",
)


def hostile(words: str) -> Reference:
    """The sample with `words` wherever a page has a say."""
    words = clean(words)
    return replace(SAMPLE, author=words, title=words, place=replace(PLACE, text=words))


def ris_record(reference: Reference) -> dict[str, Any]:
    records = rispy.loads(ris([reference]), skip_unknown_tags=False)
    assert len(records) == 1
    return dict(records[0])


def bibtex_fields(reference: Reference) -> dict[str, str]:
    library = parse_string(bibtex([reference]), append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    assert [entry.entry_type for entry in library.entries] == ["techreport"]
    return {field.key: str(field.value) for field in library.entries[0].fields}


def unbraced(value: str) -> str:
    return value.removeprefix("{").removesuffix("}")


def test_ris_is_a_report_by_the_organisation_whole() -> None:
    record = ris_record(SAMPLE)
    assert record["type_of_reference"] == "RPRT"
    assert record["authors"] == ["Lantern, Bell and Candle (sample)"]
    assert record["publisher"] == "Lantern, Bell and Candle (sample)"
    assert record["title"] == "Joint letter (sample)"
    assert (record["year"], record["date"], record["start_page"]) == ("2024", "2024/07/03/", "3")
    assert record["urls"] == ["https://s.example/a_b?x=1%202&y=%7Bz%7D"]
    notes = " ".join(record["notes"])
    assert SHA in notes and "p 3, para 12" in notes and "2024-08-06T09:30:00Z" in notes
    assert "Date from: printed on the page" in notes and "Cites Article 6" in notes


def test_bibtex_is_a_report_with_a_corporate_author_in_braces() -> None:
    assert "author = {{Lantern, Bell and Candle (sample)}}" in bibtex([SAMPLE])
    fields = bibtex_fields(SAMPLE)
    assert unbraced(fields["institution"]) == "Lantern, Bell and Candle (sample)"
    assert (fields["year"], fields["month"], fields["urldate"]) == ("2024", "jul", "2024-08-06")
    assert "url = {https://s.example/a_b?x=1%202&y=%7Bz%7D}" in bibtex([SAMPLE])
    assert SHA in fields["note"]


def test_csl_names_the_author_literally() -> None:
    item = csl_item(SAMPLE)
    assert (item["type"], item["author"]) == ("report", [{"literal": "Lantern, Bell and Candle (sample)"}])
    assert item["issued"] == {"date-parts": [[2024, 7, 3]]}
    assert item["accessed"] == {"date-parts": [[2024, 8, 6]]}
    assert SHA in item["note"] and item["page"] == "3"


def test_the_footnote_says_all_that_a_reader_needs() -> None:
    assert footnote(SAMPLE) == (
        "Lantern, Bell and Candle (sample), ‘Joint letter (sample)’ (joint letter, 3 July 2024, "
        "date from: printed on the page) p 3, para 12 <https://s.example/a_b?x=1%202&y=%7Bz%7D> accessed "
        f"6 August 2024, 09:30 UTC; SHA-256 of the captured copy {SHA}, revision 2 "
        "<http://desk.example/statements/12?revision=2#p345>; Cites Article 6."
    )


def test_markdown_quotes_links_and_notes() -> None:
    html = MarkdownIt().render(markdown([SAMPLE]))
    assert "<blockquote>\n<p>Article 7 harms research (sample).</p>" in html
    assert 'href="https://s.example/a#:~:text=x"' in html
    assert 'href="http://desk.example/statements/12?revision=2#p345"' in html
    assert SHA in html


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words_in_every_form(words: str) -> None:
    reference, cleaned = hostile(words), clean(words)
    record = ris_record(reference)
    assert (record["type_of_reference"], record["authors"], record["title"]) == ("RPRT", [cleaned], cleaned)
    fields = bibtex_fields(reference)
    assert set(fields) <= {"author", "title", "institution", "year", "month", "day", "type", "pages", "url", "urldate",
                           "language", "abstract", "note"}  # fmt: skip
    assert csl_item(reference)["author"] == [{"literal": cleaned}]
    assert "\n" not in footnote(reference)
    tokens = [
        inner for token in MarkdownIt().parse(markdown([reference])) for inner in (token, *(token.children or ()))
    ]
    assert not {"html_block", "html_inline", "image", "code_inline", "ordered_list_open", "fence"} & {
        t.type for t in tokens
    }
    links = {str(token.attrs["href"]) for token in tokens if token.type == "link_open"}
    assert links <= {PLACE.original, SAMPLE.permalink, SAMPLE.url}


@given(st.text(max_size=60))
def test_any_words_can_be_cited(words: str) -> None:
    reference = hostile(words)
    assert ris_record(reference).get("title", "") == reference.title.strip()
    bibtex_fields(reference)
    for form in FORMS:
        written([reference], form).encode()


def test_latex_in_names_is_escaped_and_comes_back() -> None:
    fields = bibtex_fields(hostile("100 % of A & B_C #1 for $5 {x} ~ \\y"))
    assert unbraced(fields["title"]) == "100 % of A & B_C #1 for $5 {x} ~ \\y"


def test_what_is_not_known_is_left_out_or_said() -> None:
    bare = replace(SAMPLE, author=NO_AUTHOR, published="", published_from="", address="urn:sha256:00", place=None)
    record = ris_record(bare)
    assert not {"authors", "publisher", "year", "date", "urls", "abstract"} & set(record)
    assert not {"author", "institution", "year", "url"} & set(bibtex_fields(bare))
    assert not {"author", "issued", "URL", "page"} & set(csl_item(bare))
    assert footnote(bare).startswith(
        "Author not known, ‘Joint letter (sample)’ (joint letter, no date) (no web address)"
    )
    assert "No date found" in " ".join(record["notes"])


@pytest.mark.parametrize(
    ("published", "said", "ris_said"),
    [("2024-07-03", "3 July 2024", "2024/07/03/"), ("2024-07", "July 2024", "2024/07//"), ("", "no date", None),
     ("2024-13-40", "no date", None), ("soon", "no date", None)],
)  # fmt: skip
def test_dates_are_said_as_far_as_they_are_known(published: str, said: str, ris_said: str | None) -> None:
    assert published_words(published) == said
    assert ris_record(replace(SAMPLE, published=published)).get("date") == ris_said


def test_several_references_are_one_file() -> None:
    both = [SAMPLE, replace(SAMPLE, key="p346")]
    assert len(rispy.loads(written(both, "ris"))) == 2
    assert len(parse_string(written(both, "bibtex")).entries) == 2
    assert len(json.loads(written(both, "csl"))) == 2


@pytest.mark.parametrize("form", FORMS)
def test_a_comment_is_cited_with_its_row_of_the_captured_export(form: str) -> None:
    row = "(its row 12)"
    assert row in written([replace(SAMPLE, row=12)], form).replace("\\", "")
    assert row not in written([SAMPLE], form)
