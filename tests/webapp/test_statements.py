"""Statements, quotations and organisations: exact, escaped, honest about what is not known."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlmodel import Session, col

import travaux  # noqa: TID251  (the page and the command say the same)
from db.models import Passage, Revision
from db.settings import Settings
from tests.sample_story import HOSTILE_TITLE
from tests.webapp.addresses import PAGES
from tests.webapp.pages import links, page, words
from webapp.queries.keys import key_of


def test_every_quotation_is_an_exact_piece_of_a_stored_text(client: FlaskClient, session: Session) -> None:
    rows = session.connection().execute(
        select(key_of(Passage), col(Revision.text), col(Passage.start), col(Passage.end)).join(
            Revision, col(Revision.id) == col(Passage.revision_id)
        )
    )
    stored = {str(id_): text[start:end] for id_, text, start, end in rows}
    seen = 0
    for address in PAGES:
        for figure in page(client, address).xpath("//figure[@data-passage]"):
            number = str(figure.get("data-passage"))
            assert figure.xpath("string(blockquote)") == stored[number]
            assert any(link.endswith(f"#p{number}") for link in links(figure))
            seen += 1
    assert seen > 20


def test_a_statement_shows_its_whole_text(client: FlaskClient, session: Session) -> None:
    for id_, text in session.connection().execute(select(col(Revision.statement_id), col(Revision.text))):
        tree = page(client, f"/statements/{id_}")
        shown = "".join("".join(block.itertext()) for block in tree.xpath("//p[@class='words']"))
        if id_ != 10:  # it has two wordings; the test below reads both
            assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", text)


def test_each_mark_says_what_why_how_sure_and_by_whom(client: FlaskClient) -> None:
    text = words(page(client, "/statements/1").xpath("//div[@class='text']")[0])
    assert "Researcher protection very sure (0.90), by the model. Sample reason." in text
    assert "Delete Article 29 by a rule." in text
    assert "“Article 7”: Article 7: Illegal access, in Updated draft text (A/AC.291/22/Rev.3)" in text
    assert "Ties Surveillance to Article 29 named. Same clause." in text
    edges = words(page(client, "/statements/8").xpath("//div[@class='text']")[0])
    assert "Surveillance: a person said no. This is about scope." in edges
    assert (
        "Not counted: menu, greeting or footer of its page." in edges and "Not counted: not about the treaty." in edges
    )


def test_an_unresolved_citation_is_said_aloud_where_it_may_belong(client: FlaskClient) -> None:
    for number in ("5", "6"):
        section = words(page(client, f"/articles/{number}").xpath("//section[h2[@id='open']]")[0])
        assert "“Article 5” may be Article 5 or Article 6. The number moved." in section
    assert "None." in words(page(client, "/articles/7").xpath("//section[h2[@id='open']]")[0])


def test_hostile_titles_and_addresses_stay_text(client: FlaskClient) -> None:
    tree = page(client, "/statements/8")
    assert words(tree.xpath("//h1")[0]) == HOSTILE_TITLE
    assert tree.xpath("//meta[@name='citation_title']/@content") == [HOSTILE_TITLE]
    assert not any(link.lower().startswith("javascript:") for link in links(tree))
    assert not tree.xpath("//meta[@name='citation_public_url']")
    assert "no web address" in words(tree)


def test_right_to_left_text_is_shown_so(client: FlaskClient) -> None:
    tree = page(client, "/statements/9")
    text = tree.xpath("//div[@class='text']")[0]
    assert text.get("lang") == "ar"
    assert text.xpath(".//p[@class='words']")[0].get("dir") == "auto"
    assert tree.xpath("//h1")[0].get("dir") == "auto"
    assert text.xpath(".//div[@class='margin']")[0].get("lang") == "en"


def test_a_statement_can_be_saved_and_cited(client: FlaskClient) -> None:
    tree = page(client, "/statements/1")
    tags = {str(tag.get("name")): str(tag.get("content")) for tag in tree.xpath("//meta[@name]")}
    assert tags["citation_title"] == "Joint letter (sample)"
    assert tags["citation_publication_date"] == "2024/07/03"
    assert tags["citation_technical_report_institution"] == "Lantern Watch (sample)"
    assert tags["citation_public_url"] == "https://lantern.example/joint-letter"
    cited = words(tree.xpath("//p[@class='cite']")[0])
    assert cited.startswith(
        "Lantern Watch (sample), ‘Joint letter (sample)’ (letter, 3 July 2024, date not verified) <https://"
    )
    assert "/statements/1?revision=1>" in cited
    digest = str(tree.xpath("string(//dt[.='SHA-256']/following-sibling::dd[1])"))
    assert len(digest) == 64 and digest in cited


def test_every_passage_can_be_cited_in_every_form(client: FlaskClient, session: Session) -> None:
    tree = page(client, "/statements/1")
    address = next(link for link in links(tree) if "/cite?passage=" in link)
    number = address.rpartition("=")[2]
    shown = page(client, address)
    stored = session.get_one(Passage, int(number)).text
    assert shown.xpath("string(//figure/blockquote)") == stored
    quoted, *forms = [str(one.text_content()) for one in shown.xpath("//pre")]
    assert quoted == f"“{stored}”\n\n{forms[0]}"
    assert forms[0].startswith("Lantern Watch (sample), ‘Joint letter (sample)’")
    assert "TY  - RPRT" in forms[2] and "Cites Article 7" in forms[2]
    for link in links(shown):
        if "format=" in link:
            answer = client.get(link)
            assert answer.status_code == 200 and answer.text in forms
            assert "attachment" in answer.headers["Content-Disposition"]


def test_the_command_and_the_page_give_the_same_citation(
    client: FlaskClient, sample: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert travaux.run(["--data", str(sample.data), "cite-as", "p2", "--format", "ris"]) == 0
    assert client.get("/statements/1/cite?passage=2&format=ris").text == capsys.readouterr().out


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/statements/999/cite", 404),
        ("/statements/2/cite?passage=1", 404),
        ("/statements/1/cite?passage=999999999", 404),
        ("/statements/1/cite?revision=9", 404),
        ("/statements/99999999999999999999/cite", 404),
        ("/statements/1/cite?passage=x", 400),
        ("/statements/1/cite?format=pdf", 400),
    ],
)
def test_what_cannot_be_cited_is_said(client: FlaskClient, address: str, status: int) -> None:
    said = words(page(client, address, status=status))
    assert "Expected" in said or "Passage p1 is not in statement 2: it is part of statement 1." in said


def test_quotations_and_passages_open_the_original_at_their_words(client: FlaskClient) -> None:
    for address in ("/statements/1", "/articles/7?concern=researchers", "/statements/1/cite?passage=1"):
        found = [link for link in links(page(client, address)) if "#:~:text=" in link]
        assert "https://lantern.example/joint-letter#:~:text=Article%207%20makes%20a%20crime" in " ".join(found)
    assert not [
        link for link in links(page(client, "/statements/8")) if ":~:text" in link and not link.startswith("http")
    ]


def test_both_wordings_and_what_changed_can_be_read(client: FlaskClient) -> None:
    current = page(client, "/statements/10")
    assert "Article 8 is not" in words(current) and words(current.xpath("//h1")[0]) == "After (sample)"
    older = page(client, "/statements/10?revision=1")
    assert "An earlier wording" in words(older) and "daily work" in words(older)
    tree = page(client, "/statements/10/changes")
    assert any("daily work" in words(cut) or words(cut) == "daily" for cut in tree.xpath("//del"))
    assert tree.xpath("//ins")
    page(client, "/statements/10?revision=3", status=404)


def test_republications_and_translations_point_at_each_other(client: FlaskClient) -> None:
    family = words(page(client, "/statements/2").xpath("//section[h2[@id='family']]")[0])
    assert "Same text Joint letter (sample) Lantern Watch (sample)" in family
    assert "Translation or other version Lettre (exemple)" in family
    assert "July 2024" in family


def test_an_off_topic_text_is_kept_and_says_that_it_counts_nowhere(client: FlaskClient) -> None:
    assert "Off topic." in words(page(client, "/statements/7"))
    assert "Bicycle lanes (sample)" in words(page(client, "/coverage"))
    assert "Bicycle lanes (sample)" not in words(page(client, "/statements/"))
    assert "Bicycle lanes (sample)" in words(page(client, "/statements/?off_topic=1"))


@pytest.mark.parametrize("address", ["/organisations/silent", "/organisations/", "/articles/1"])
def test_silence_is_never_called_a_position(client: FlaskClient, address: str) -> None:
    text = words(page(client, address)).lower()
    assert "no statement found" in text or "no objection found" in text
    assert "no position" not in text.replace("“no position”", "")


def test_writing_and_signing_are_kept_apart(client: FlaskClient) -> None:
    signer = page(client, "/organisations/signers")
    assert "No statement found" in words(signer.xpath("//section[h2[@id='wrote']]")[0])
    signed = words(signer.xpath("//section[h2[@id='signed']]")[0])
    assert signed.count("Joint letter (sample)") == 2
    author = page(client, "/organisations/lantern")
    assert "Joint letter" in words(author.xpath("//section[h2[@id='wrote']]")[0])
    assert "No signature found" in words(author.xpath("//section[h2[@id='signed']]")[0])
