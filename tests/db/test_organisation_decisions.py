"""Names of organisations: what is the same name, what people decide, and that no run undoes it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlmodel import Session, select

from db.commands_organisations import organisations
from db.docket import Docket, load_docket
from db.models import Capture, Organisation, Statement
from db.naming import decisions, waiting_names, written_and_signed
from db.registry import known_by_name, plain_name
from db.session import reading, writing
from db.settings import Settings
from db.store.registry import DecisionError, accept_organisation, merge_organisations, undo_decision
from db.store.statements import NewStatement, save_statement
from tests.builders import installation

DAY = datetime(2024, 8, 6, 9, tzinfo=UTC)


class Signed:
    """A signature as extraction gives it."""

    def __init__(self, name: str, kind: str = "organisation") -> None:
        self.name, self.kind, self.country = name, kind, None


@pytest.fixture(scope="module")
def docket() -> Docket:
    return load_docket("un-cybercrime")


def collect(session: Session, docket: Docket, address: str, organisation: str, *signed: str) -> None:
    """Store (again) a statement by an organisation, signed by others."""
    capture = session.exec(select(Capture).where(Capture.address == address)).first() or Capture(
        address=address, sha256=address, media_type="text/plain", size=1, captured_at=DAY, stored_at=DAY,
        origin="import", warc_file="sample.warc.gz", warc_offset=0,
    )  # fmt: skip
    session.add(capture)
    session.flush()
    new = NewStatement(
        title=address, text=f"Sample {address}", body_end=6, published="2024-08-05", published_from="", language="en",
        doc_kind="joint_letter", organisation=organisation, organisation_from="letterhead", organisation_kind="",
        author="", cut_off=False, pages=(), signatories=[Signed(name) for name in signed],
    )  # fmt: skip
    save_statement(session, docket, capture, new)


def authors(session: Session) -> dict[str, str]:
    """Address of each statement → its organisation."""
    query = select(Statement.address, Organisation.name).join(Organisation)
    return dict(session.exec(query.where(Organisation.id == Statement.organisation_id)).all())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mirador Foundation", "MIRADOR  FOUNDATION"),
        ("Mirador Foundation", "The Mirador-Foundation"),
        ("Mirador Foundation", "Mirador Foundation (MF)"),
        ("Fundación Colibrí", "Fundacion Colibri"),
        ("Stille Post e.V.", "Stille Post"),
        ("Quillback Hosting LLC", "Quillback Hosting, L.L.C."),
        ("Nube Parda S.A.", "Nube Parda"),
        ("İskele Vakfı", "Iskele Vakfi"),
        ("ARTICLE 19", "Article 19"),
        ("株式会社", "株式会社"),
    ],
)
def test_one_name_in_two_ways(one: str, other: str) -> None:
    assert plain_name(one) == plain_name(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("Mirador Foundation", "Mirador Fund"), ("SA Rights", "Rights"), ("Ltd", "Inc")]
)
def test_two_names(one: str, other: str) -> None:
    assert plain_name(one) != plain_name(other)


def test_article_19_is_an_organisation_of_the_docket(docket: Docket) -> None:
    found = known_by_name(docket, "article 19")
    assert found is not None
    assert (found.name, found.kind) == ("ARTICLE 19", "ngo")


def test_a_merge_moves_documents_and_endorsements_and_survives_another_run(tmp_path: Path, docket: Docket) -> None:
    _, engine = installation(tmp_path)
    with writing(engine) as session:
        collect(session, docket, "https://a.example/1", "Mirador Fdn", "Kestrel Network")
        collect(session, docket, "https://a.example/2", "Mirador Foundation", "Mirador Fdn", "Kestrel Net")
        merge_organisations(session, docket, "Mirador Fdn", "Mirador Foundation", by="Ada")
    with writing(engine) as session:
        collect(session, docket, "https://a.example/1", "Mirador Fdn", "Kestrel Network")
    with reading(engine) as session:
        assert set(authors(session).values()) == {"Mirador Foundation"}
        wrote, signed = written_and_signed(session)
        (row,) = session.exec(select(Organisation).where(Organisation.name == "Mirador Foundation"))
        assert (wrote[row.id], signed[row.id]) == (2, 1)
        assert session.exec(select(Organisation).where(Organisation.name == "Mirador Fdn")).first() is None


def test_a_merge_taken_back_leaves_all_as_written(tmp_path: Path, docket: Docket) -> None:
    _, engine = installation(tmp_path)
    with writing(engine) as session:
        collect(session, docket, "https://a.example/1", "Mirador Fdn")
        collect(session, docket, "https://a.example/2", "Mirador Foundation")
        before = authors(session)
        decision = merge_organisations(session, docket, "Mirador Fdn", "Mirador Foundation", by="Ada")
        undo_decision(session, docket, decision.id or 0, by="Grace")
        assert authors(session) == before
        (kept,) = decisions(session)
        assert (kept.by, kept.undone_by) == ("Ada", "Grace")
        with pytest.raises(DecisionError, match="No standing decision"):
            undo_decision(session, docket, decision.id or 0, by="Grace")


def test_a_chain_of_merges_ends_at_the_last_and_never_in_a_circle(tmp_path: Path, docket: Docket) -> None:
    _, engine = installation(tmp_path)
    with writing(engine) as session:
        for number, name in enumerate(["Alpha Circle", "Beta Circle", "Gamma Circle"]):
            collect(session, docket, f"https://a.example/{number}", name)
        merge_organisations(session, docket, "Alpha Circle", "Beta Circle", by="Ada")
        merge_organisations(session, docket, "Beta Circle", "Gamma Circle", by="Ada")
        assert set(authors(session).values()) == {"Gamma Circle"}
        with pytest.raises(DecisionError):
            merge_organisations(session, docket, "Gamma Circle", "Alpha Circle", by="Ada")


def test_new_names_wait_until_somebody_decides(tmp_path: Path, docket: Docket) -> None:
    _, engine = installation(tmp_path)
    with writing(engine) as session:
        collect(session, docket, "https://a.example/1", "ARTICLE 19", "Mirador Foundation", "Mirador Foundatoin")
        waiting = {each.name: each for each in waiting_names(session, docket)}
        assert set(waiting) == {"Mirador Foundation", "Mirador Foundatoin"}
        assert (waiting["Mirador Foundatoin"].documents, waiting["Mirador Foundatoin"].endorsements) == (0, 1)
        assert waiting["Mirador Foundatoin"].like == "Mirador Foundation"
        accept_organisation(session, docket, "Mirador Foundation", by="Ada")
        assert [each.name for each in waiting_names(session, docket)] == ["Mirador Foundatoin"]


def test_the_commands(tmp_path: Path, docket: Docket) -> None:
    settings, engine = installation(tmp_path)
    with writing(engine) as session:
        collect(session, docket, "https://a.example/1", "Mirador Fdn", "Kestrel Network")
        collect(session, docket, "https://a.example/2", "Mirador Foundation")
    engine.dispose()
    assert "perhaps the same" not in said(settings, "list")
    assert "Kestrel Network (kind not known): 0 documents, 1 endorsements" in said(settings, "review")
    assert "Decision 1" in said(settings, "merge", "Mirador Fdn", "Mirador Foundation", "--by", "Ada")
    assert "Mirador Foundation (kind not known): 2 documents" in said(settings, "list")
    assert "an organisation of its own (Ada" in said(settings, "accept", "Kestrel Network", "--by", "Ada")
    assert "taken back by Grace" in said(settings, "undo", "1", "--by", "Grace")
    assert said(settings, "decisions").count("Decision") == 2
    unknown = CliRunner().invoke(organisations, ["merge", "Nobody", "Mirador Fdn"], obj=settings)
    assert isinstance(unknown.exception, DecisionError)


def said(settings: Settings, *arguments: str) -> str:
    result = CliRunner().invoke(organisations, list(arguments), obj=settings, standalone_mode=False)
    assert result.exception is None
    return result.output
