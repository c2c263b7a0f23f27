"""What people keep in the sample installation: a basket, a note, a position, and two records of work."""

from pathlib import Path

from sqlmodel import Session

from db.store import desk as store
from webapp.work.records import Work, new_record, note_process, say, write_json


def fill_desk(session: Session) -> None:
    """A basket with two quotations, a tagged note, and our position on Article 24 with an earlier version."""
    basket = store.add_basket(session, "", "Letter to the committee (sample)")
    first = store.clip(session, basket, store.place_of(session, 1), "Ana Sample", "To be quoted first (sample).")
    store.clip(session, basket, store.place_of(session, (first.passage_id or 0) + 1), "Ana Sample")
    store.add_note(session, "", store.place_of(session, 1), "Ask them what <b>they</b> mean.", ["Judges", "to do"])
    store.hold(session, "24", "No search without a judge (sample).", ["surveillance"], ["amend"], "Ana Sample")
    store.hold(session, "24", "No search without a judge, ever (sample).", ["surveillance"], ["delete"], "Ana Sample")


def ended(data: Path, kind: str, order: dict[str, object], found: dict[str, object], state: str = "done") -> Work:
    """A record of work that has ended."""
    work = new_record(data, kind, "Ana Sample", order)
    say(work, "1 of 1: <b>Lantern</b>: 2 new, 1 failed.")
    write_json(work.folder / "found.json", found)
    write_json(
        work.folder / "ended.json", {"state": state, "said": "Said at the end.", "at": "2026-11-24T10:00:00+00:00"}
    )
    return work


LOOK = {
    "name": "<script>letter</script>.md",
    "size": 400,
    "sha256": "ab" * 32,
    "address": "",
    "media_type": "text/markdown",
    "trouble": "",
    "note": "",
    "title": "A <letter> (sample)",
    "published": "2024-07-03",
    "published_from": "printed on the page",
    "organisation": "Lantern",
    "organisation_from": "printed on the page",
    "language": "en",
    "doc_kind": "joint_letter",
    "signatures": 2,
    "characters": 380,
    "first_words": "We object (sample).",
    "messages": 0,
}
REPORT = {
    **{"source": "lantern", "seen": 3, "new": 2, "changed": 0, "unchanged": 0, "refused": 0, "failed": 1},
    **{"outcome": "ok", "ok": False, "left_out": 0},
    "failures": [{"address": "https://lantern.example/<gone>", "kind": "failed", "reason": "Not found (404)."}],
}


def fill_work(data: Path) -> None:
    """Number 1 was looked at and not kept; number 2 is a collection that has ended."""
    ended(data, "look-files", {"refused": []}, {"looks": {"1": LOOK}})
    note_process(ended(data, "collect", {"sources": []}, {"reports": [REPORT]}, "trouble"), 0)
