"""Small installations of two invented organisations whose positions are read."""

from collections.abc import Callable
from pathlib import Path

from sqlmodel import Session

from db.docket import load_docket
from db.models import Mention, Passage
from db.position_rows import positions
from db.position_said import Origin
from db.positions import Position, Standing
from db.session import reading, writing
from tests.builders import installation, organisation, statement

DOCKET = load_docket("un-cybercrime")
Tell = Callable[[Session], object]
Found = dict[tuple[str, str], Position]


def told(tmp_path: Path, tell: Tell, name: str = "Sample Lantern", origin: Origin = "explicit") -> Found:
    """(provision, draft) → position of one organisation in an installation that `tell` fills."""
    _, engine = installation(tmp_path)
    with writing(engine) as session:
        ids = {each: organisation(session, each) for each in ("Sample Lantern", "Sample Harbour")}
        session.info["ids"] = ids
        tell(session)
    with reading(engine) as session:
        found = positions(session, DOCKET, [ids[name]], origin)
        everybody = [one for one in positions(session, DOCKET, None, origin) if one.organisation_id == ids[name]]
        assert found == everybody
    engine.dispose()
    return {(one.provision, one.draft): one for one in found}


def written(session: Session, *texts: str, at: str = "https://a.example/1", by: str = "Sample Lantern",
            published: str = "2024-07-20") -> list[Passage]:  # fmt: skip
    """The passages of a statement of an organisation."""
    return statement(session, at, texts, session.info["ids"][by], published)


def cite(session: Session, passage: Passage, provision: str, draft: str = "rev3", status: str = "resolved") -> None:
    """A citation in a passage."""
    session.add(Mention(revision_id=passage.revision_id, passage_id=passage.id, start=passage.start,
                        end=passage.start + 7, text=passage.text[:7], instrument="", unit="article", article=provision,
                        draft=draft, status=status, provision=provision))  # fmt: skip


def stands(found: Found) -> dict[str, Standing]:
    """Provision → position by its own words, where one draft alone is spoken of."""
    return {provision: position.standing for (provision, _), position in found.items()}
