"""`/notes`: private notes and tags on passages. They are in no public page, feed or export."""

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from db.store import desk as store
from webapp.acting import keepers_only
from webapp.desk import session
from webapp.forms import field
from webapp.queries.notes import SHOWN, notes_on, read_notes, tags_of_owner
from webapp.queries.quotations import load_quotations
from webapp.views.clippings import owner, whole
from webapp.views.statements import number
from webapp.writing import writing

notes = Blueprint("notes", __name__)
LONGEST_TAGS = 1_000


@notes.get("/notes")
@keepers_only
def listing() -> ResponseReturnValue:
    """The notes, newest first; with `?tag=` those that carry it."""
    tag, page = request.args.get("tag", "")[: store.LONGEST_TAG], max(1, number("page") or 1)
    found = read_notes(session(), owner(), tag.casefold(), page)
    last = max(1, -(-found.total // SHOWN))
    if page > last:
        abort(404, f"This list has {last} pages, page {page} was asked for.")
    return render_template("notes.html", found=found, tag=tag, page=page, last=last)


@notes.get("/notes/add")
@keepers_only
def begin() -> ResponseReturnValue:
    """A passage with the notes on it, and a form for another."""
    wanted = number("passage") or 0
    quoted = load_quotations(session(), {wanted}).get(wanted) if wanted < 2**63 else None
    if quoted is None:
        abort(404, f"There is no passage {wanted}. Open the statement and choose it there.")
    there = notes_on(session(), owner(), [wanted])
    return render_template("note.html", quoted=quoted, there=there, tags=tags_of_owner(session(), owner()))


@notes.post("/notes/add")
@keepers_only
def add() -> ResponseReturnValue:
    """Keep a note on a passage."""
    passage = whole(request.form.get("passage", ""))
    words, tags = field(request.form, "words", store.LONGEST_NOTE), field(request.form, "tags", LONGEST_TAGS)
    with writing(f"Wrote a private note on passage {passage}") as changing:
        made = store.add_note(changing, owner(), store.place_of(changing, passage), words, tags.split(",")).id
    return redirect(f"/notes#n{made}", 303)


@notes.post("/notes/<int:note_id>")
@keepers_only
def change(note_id: int) -> ResponseReturnValue:
    """Change a note, or throw it away."""
    drop = request.form.get("action") == "drop"
    with writing(f"{'Threw away' if drop else 'Changed'} private note {note_id}") as changing:
        note = store.note_of(changing, owner(), whole(str(note_id)))
        if drop:
            store.drop_note(changing, note)
        else:
            words, tags = field(request.form, "words", store.LONGEST_NOTE), field(request.form, "tags", LONGEST_TAGS)
            store.change_note(changing, note, words, tags.split(","))
    return redirect("/notes" if drop else f"/notes#n{note_id}", 303)
