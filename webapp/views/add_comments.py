"""Keeping an export of comments that was looked at: under a layout that fits, or with columns chosen by hand."""

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from db.comment_layouts import all_layouts
from webapp.acting import reviewers_only
from webapp.desk import desk
from webapp.forms import field
from webapp.views.add import begin, found_page, look_at
from webapp.work.records import Work, write_json
from webapp.work.staged import LAYOUT, layout_toml
from webapp.work.starting import run

add_comments = Blueprint("add_comments", __name__)
PIECES = ("text", "id", "consultation", "title", "author", "organisation", "country", "date", "attachments")
LONGEST = 500


@add_comments.post("/add/<int:number>/columns")
@reviewers_only
def columns(number: int) -> ResponseReturnValue:
    """Look again, under another layout or with the columns that were chosen."""
    work = look_at(number)
    if work.saved_as or work.is_running or work.kind != "look-comments":
        return redirect(f"/add/{number}", 303)
    layout = request.form.get("layout", "")
    if layout in {one.key for one in all_layouts()}:
        (work.folder / LAYOUT).unlink(missing_ok=True)
        return again(work, layout)
    header = set(work.found.get("header", ()))
    picked = {piece: field(request.form, piece, LONGEST) for piece in PIECES}
    if picked["text"] not in header:
        return found_page(work, "Say which column holds the text of the comments.", 400, request.form)
    kept = {piece: column for piece, column in picked.items() if column in header}
    (work.folder / LAYOUT).write_text(layout_toml(kept), encoding="utf-8")
    return again(work, "")


def again(work: Work, layout: str) -> ResponseReturnValue:
    """Look at the same files once more."""
    write_json(work.folder / "order.json", {**work.order, "layout": layout})
    for name in ("ended.json", "found.json", "progress.txt"):
        (work.folder / name).unlink(missing_ok=True)
    run(desk().settings, work)
    return redirect(f"/add/{work.number}", 303)


@add_comments.post("/add/<int:number>/comments")
@reviewers_only
def take_in(number: int) -> ResponseReturnValue:
    """Take the comments in."""
    work = look_at(number)
    if work.saved_as:
        return redirect(f"/work/{work.saved_as}", 303)
    if "comments" not in work.found:
        return found_page(work, "The columns are not understood yet. Say which is which first.", 400, request.form)
    return begin(work, "add-comments", {"judge": request.form.get("judge") == "yes"})
