"""After a decision the ties of its passage are made anew at once, by the pipeline itself."""

from flask.testing import FlaskClient
from sqlmodel import col, select

from db.models import Pair, Passage
from db.session import open_installation, reading
from db.settings import Settings
from tests.webapp.pages import send


def ties(settings: Settings, passage: int) -> set[tuple[str, str]]:
    """Concern and provision of a passage's pairs."""
    with reading(open_installation(settings)) as session:
        return {(row.concern, row.provision) for row in session.exec(select(Pair).where(Pair.passage_id == passage))}


def test_a_concern_and_a_citation_put_right_move_the_ties(desk_client: FlaskClient, own: Settings) -> None:
    with reading(open_installation(own)) as session:
        passage = session.exec(select(Passage.id).where(col(Passage.text).contains("Article 35"))).first() or 0
    at = f"/passages/{passage}/correct?kind=stance"
    given = {
        "passage": str(passage),
        "kind": "concern",
        "key": "scope",
        "verdict": "change",
        "answer": "children",
        "seen": "0",
    }
    send(desk_client, at, given, to="/decisions")
    assert ties(own, passage) == {("children", "35")}
    mention = {"kind": "mention", "key": "11:35:Article 35", "answer": "29"}
    send(desk_client, at, {**given, **mention}, to="/decisions")
    assert ties(own, passage) == {("children", "29")}
    for undone in ({"key": "scope"}, mention):
        send(desk_client, at, {**given, **undone, "verdict": "undo", "seen": "9"}, to="/decisions")
    assert ties(own, passage) == {("scope", "35")}
