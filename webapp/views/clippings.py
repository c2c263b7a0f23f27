"""`/clippings`: quotations gathered in baskets, put in order, and taken away as Word, Markdown or RIS."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from slugify import slugify

from db.models import Basket
from db.store import desk as store
from db.store.desk import DeskError
from webapp.acting import actor, keepers_only, needs_accounts
from webapp.clippings import FILE_FORMS, Bundle
from webapp.desk import desk, session
from webapp.forms import field
from webapp.problems import problem
from webapp.queries.clippings import Clipped, baskets_of, read_clippings
from webapp.queries.quotations import load_quotations
from webapp.views.statements import number
from webapp.writing import writing

clippings = Blueprint("clippings", __name__)
LONGEST_NAME = store.LONGEST_NAME


def owner() -> str:
    """Whose baskets and notes these are: the account's, or the installation's where there are none."""
    return actor() if needs_accounts() else ""


@clippings.get("/clippings")
@keepers_only
def baskets() -> ResponseReturnValue:
    """The baskets."""
    return render_template("clippings.html", baskets=baskets_of(session(), owner()))


@clippings.post("/clippings")
@keepers_only
def new_basket() -> ResponseReturnValue:
    """A new, empty basket."""
    name = field(request.form, "name", LONGEST_NAME)
    with writing("Made a basket") as changing:
        made = store.add_basket(changing, owner(), name).id
    return redirect(f"/clippings/{made}", 303)


@clippings.get("/clippings/add")
@keepers_only
def choose() -> ResponseReturnValue:
    """The passage that is to be clipped, and the baskets for it."""
    wanted = number("passage") or 0
    quoted = load_quotations(session(), {wanted}).get(wanted) if wanted < 2**63 else None
    if quoted is None:
        abort(404, f"There is no passage {wanted}. Open the statement and choose it there.")
    return render_template("clip.html", quoted=quoted, baskets=baskets_of(session(), owner()))


@clippings.post("/clippings/add")
@keepers_only
def add() -> ResponseReturnValue:
    """Put the passage into a basket that there is, or into a new one."""
    passage = whole(request.form.get("passage", ""))
    name, note = field(request.form, "name", LONGEST_NAME), field(request.form, "note", store.LONGEST_NOTE)
    with writing(f"Clipped passage {passage}") as changing:
        basket = _wanted_basket(changing, name, request.form.get("basket", ""))
        store.clip(changing, basket, store.place_of(changing, passage), actor(), note)
        made = basket.id
    return redirect(f"/clippings/{made}", 303)


def _wanted_basket(changing: Any, name: str, chosen: str) -> Basket:
    """The basket of the form: a new name wins over the one that is ticked."""
    if name or not chosen.isdigit():
        wanted = name or store.FIRST_BASKET
        return store.basket_called(changing, owner(), wanted) or store.add_basket(changing, owner(), wanted)
    return store.basket_of(changing, owner(), whole(chosen))


def whole(text: str) -> int:
    """A form's number; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


@clippings.get("/clippings/<int:basket_id>")
@keepers_only
def basket(basket_id: int) -> ResponseReturnValue:
    """A basket with its quotations, in their order."""
    found = store.basket_of(session(), owner(), whole(str(basket_id)))
    return render_template("basket.html", basket=found, clipped=_clipped(found), forms_of=FILE_FORMS)


def _clipped(found: Basket) -> tuple[Clipped, ...]:
    kept = store.clippings_in(session(), found)
    return read_clippings(session(), desk().docket, desk().settings.base_url, kept)


@clippings.post("/clippings/<int:basket_id>")
@keepers_only
def change(basket_id: int) -> ResponseReturnValue:
    """Change the basket: its order, a note, what is in it, its name; or throw it away."""
    action = request.form.get("action", "")
    if action not in ACTIONS:
        abort(400, f"Expected one of {', '.join(ACTIONS)}, found {action[:40]!r}.")
    with writing(f"Changed basket {basket_id}: {action}") as changing:
        found = store.basket_of(changing, owner(), whole(str(basket_id)))
        ACTIONS[action](changing, found)
    place = f"#c{whole(request.form.get('clipping', ''))}" if action in ("up", "down", "note") else ""
    return redirect("/clippings" if action == "drop" else f"/clippings/{basket_id}{place}", 303)


def _move(steps: int) -> Any:
    return lambda changing, found: store.move(changing, found, whole(request.form.get("clipping", "")), steps)


def _arrange(changing: Any, found: Basket) -> None:
    order = [whole(one) for one in request.form.get("order", "").split(",")][: store.MOST_CLIPPINGS]
    store.arrange(changing, found, order)


def _note(changing: Any, found: Basket) -> None:
    one = store.clipping_in(changing, found, whole(request.form.get("clipping", "")))
    one.note = field(request.form, "note", store.LONGEST_NOTE)
    changing.add(one)


def _remove(changing: Any, found: Basket) -> None:
    changing.delete(store.clipping_in(changing, found, whole(request.form.get("clipping", ""))))


def _rename(changing: Any, found: Basket) -> None:
    store.rename_basket(changing, found, field(request.form, "name", LONGEST_NAME))


ACTIONS = {
    "up": _move(-1),
    "down": _move(1),
    "order": _arrange,
    "note": _note,
    "remove": _remove,
    "rename": _rename,
    "drop": store.drop_basket,
}


@clippings.get("/clippings/<int:basket_id>/export/<form>")
@keepers_only
def export(basket_id: int, form: str) -> ResponseReturnValue:
    """The basket as a file; each quotation is compared with the stored text first."""
    if form not in FILE_FORMS:
        abort(404, f"A basket can be had as {', '.join(FILE_FORMS)}, not as {form[:40]!r}.")
    found = store.basket_of(session(), owner(), whole(str(basket_id)))
    bundle = Bundle(found.name, _clipped(found), actor(), datetime.now(UTC))
    made = Response(FILE_FORMS[form].make(bundle), content_type=FILE_FORMS[form].media_type)
    name = f"{slugify(found.name)[:60] or 'clippings'}.{FILE_FORMS[form].ending}"
    made.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return made


@clippings.app_errorhandler(DeskError)
def cannot(error: DeskError) -> ResponseReturnValue:
    """It cannot be written down, or is not there."""
    return problem(404 if "no such" in str(error) else 400, "This did not work", str(error))
