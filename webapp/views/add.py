"""`/add`: files, an address, a source, an export of comments. Each is looked at first, and kept when it is wanted."""

import shutil
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from db.comment_layouts import all_layouts
from webapp.acting import actor, reviewers_only
from webapp.desk import desk, session
from webapp.forms import field, takes_files
from webapp.problems import problem
from webapp.queries.work import known_bytes
from webapp.views.uploads import UploadError, megabytes, sent, sorted_out, staged
from webapp.wording import ORGANISATION_KINDS
from webapp.work.records import NoSuchWork, Work, WorkError, all_work, work_at, write_json
from webapp.work.staged import FILES, TABLES
from webapp.work.starting import AlreadyRunning, run, start

add = Blueprint("add", __name__)
LONGEST_ADDRESS = 2_000
LONGEST_FIELD = 500
SHOWN_LOOKS = 10


@add.get("/add")
@reviewers_only
def forms() -> ResponseReturnValue:
    """What can be added, and what was looked at and not kept yet."""
    return form_page()


def form_page(trouble: str = "", status: int = 200, **typed: str) -> ResponseReturnValue:
    """The forms, with what was typed and why it could not be taken."""
    works = all_work(desk().settings.data)
    looks = [work for work in works if work.is_look and not work.saved_as][:SHOWN_LOOKS]
    most = desk().settings.upload_max_bytes
    return render_template(
        "add.html", trouble=trouble, typed=typed, looks=looks, layouts=all_layouts(), endings=FILES, tables=TABLES,
        most=most, most_said=megabytes(most),
    ), status  # fmt: skip


@add.post("/add/files")
@reviewers_only
@takes_files
def files() -> ResponseReturnValue:
    """Look at the files that were sent."""
    good, refused = sorted_out(sent("files"), FILES)
    if not good:
        return form_page(" ".join(refused), 400)
    return look(staged("look-files", actor(), good, {"refused": refused}))


@add.post("/add/page")
@reviewers_only
def page() -> ResponseReturnValue:
    """Look at the page whose address was pasted."""
    return look_at_address("look-page")


@add.post("/add/source")
@reviewers_only
def source() -> ResponseReturnValue:
    """Look at how the site whose address was pasted publishes."""
    return look_at_address("look-source")


def look_at_address(kind: str) -> ResponseReturnValue:
    """Begin to look at the address of the form."""
    address = field(request.form, "address", LONGEST_ADDRESS)
    if not address or any(sign.isspace() for sign in address):
        return form_page("Paste one address, such as https://some.example/statement.", 400, **{kind: address})
    work = start(desk().settings, kind, actor(), {"address": address})
    return redirect(f"/add/{work.number}", 303)


@add.post("/add/comments")
@reviewers_only
@takes_files
def comments() -> ResponseReturnValue:
    """Look at an export of comments; files that came with the comments may be sent along."""
    given = sent("files")
    tables, _ = sorted_out(given, TABLES)
    if len(tables) != 1:
        return form_page(
            f"Expected one table ({', '.join(TABLES)}), found {len(tables)}. Send one export at a time.", 400
        )
    layout = request.form.get("layout", "")
    known = layout if layout in {one.key for one in all_layouts()} else ""
    return look(staged("look-comments", actor(), given, {"layout": known}))


def look(work: Work) -> ResponseReturnValue:
    """Let a process look at what was staged, and show the page that waits for it."""
    run(desk().settings, work)
    return redirect(f"/add/{work.number}", 303)


@add.get("/add/<int:number>")
@reviewers_only
def found(number: int) -> ResponseReturnValue:
    """What a look found, to be changed and kept; a page that waits while it looks."""
    return found_page(look_at(number))


def look_at(number: int) -> Work:
    """The look of this number; ends the request with 404 where there is none."""
    try:
        work = work_at(desk().settings.data, number)
    except NoSuchWork:
        abort(404, f"There is nothing to add under {number}. It may be too old. Begin again at /add.")
    if not work.is_look:
        abort(404, f"Number {number} is not something to add: its progress is at /work/{number}.")
    return work


def found_page(work: Work, trouble: str = "", status: int = 200, typed: Any = None) -> ResponseReturnValue:
    """What was found, with what was typed and why it could not be taken."""
    looks = work.found.get("looks") or {}
    known = known_bytes(session(), [one["sha256"] for one in looks.values() if one["sha256"]]) if looks else {}
    return render_template(
        "add_found.html", work=work, looks=looks, known=known, trouble=trouble, typed=typed or {},
        kinds=ORGANISATION_KINDS, layouts=all_layouts(),
    ), status  # fmt: skip


@add.post("/add/<int:number>/drop")
@reviewers_only
def drop(number: int) -> ResponseReturnValue:
    """Throw away what was looked at; nothing of it is kept."""
    work = look_at(number)
    if work.is_running:
        return found_page(work, "It is still being looked at. Wait a moment.", 409)
    shutil.rmtree(work.folder, ignore_errors=True)
    return redirect("/add", 303)


@add.post("/add/<int:number>/keep")
@reviewers_only
def keep(number: int) -> ResponseReturnValue:
    """Keep the files or the page that were looked at, with what is stated of them."""
    work = look_at(number)
    if work.saved_as:
        return redirect(f"/work/{work.saved_as}", 303)
    chosen = {key: stated(key, one) for key, one in (work.found.get("looks") or {}).items() if wanted(key, one)}
    wrong = [one["published"] for one in chosen.values() if not is_day(one.get("published", ""))]
    if wrong:
        said = f"Expected a day such as 2024-07-03, a month such as 2024-07, or nothing; found {wrong[0][:40]!r}."
        return found_page(work, said, 400, request.form)
    if not chosen:
        return found_page(work, "Nothing was chosen. Tick what is to be kept.", 400, request.form)
    return begin(work, "add", {"chosen": chosen})


def begin(work: Work, kind: str, order: dict[str, Any]) -> ResponseReturnValue:
    """Begin the work that keeps what was looked at, once."""
    made = start(desk().settings, kind, actor(), {"look": work.number, **order})
    write_json(work.folder / "saved.json", {"number": made.number})
    return redirect(f"/work/{made.number}", 303)


def wanted(key: str, one: dict[str, Any]) -> bool:
    """Whether the file can be kept and is ticked."""
    return not one["trouble"] and (key == "0" or request.form.get(f"keep-{key}") == "yes")


def stated(key: str, one: dict[str, Any]) -> dict[str, str]:
    """The fields that a person gave another value than was found."""
    given = {
        name: field(request.form, f"{name}-{key}", LONGEST_FIELD) for name in ("title", "published", "organisation")
    }
    changed = {name: value for name, value in given.items() if f"{name}-{key}" in request.form and value != one[name]}
    return {name: value for name, value in changed.items() if value or name != "title"}


def is_day(text: str) -> bool:
    """True for a day, a month, or nothing."""
    from pipeline.references.reference import date_numbers

    return not text or (bool(date_numbers(text)) and len(text) in (7, 10))


@add.errorhandler(413)
def too_large(_error: Exception) -> ResponseReturnValue:
    """More was sent than is taken; the body was not read."""
    most = megabytes(desk().settings.upload_max_bytes)
    said = (
        f"A form takes up to {most}, all files together. Nothing was kept. Add the files in smaller portions; "
        "a single PDF or DOCX file is read up to 50 MB, a text or web page up to 20 MB."
    )
    return problem(413, "That was too large", said)


@add.errorhandler(UploadError)
def cannot_take(error: UploadError) -> ResponseReturnValue:
    """What was sent cannot be taken."""
    return form_page(str(error), 400)


@add.errorhandler(WorkError)
def cannot_begin(error: WorkError) -> ResponseReturnValue:
    """The work could not be begun."""
    if isinstance(error, AlreadyRunning):
        return redirect(f"/work/{error.work.number}", 303)
    return problem(503, "This could not be begun", str(error))
