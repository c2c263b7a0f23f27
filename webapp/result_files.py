"""The results of a search as files: tables, references, and a feed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from flask import Response, render_template, request, stream_with_context

from pipeline.exports.tables import UNPRINTABLE, Cell, Row, Table, csv_lines, write_xlsx
from pipeline.references.reading import Target, UnknownReference
from pipeline.references.ris import ris
from webapp.citation import reference
from webapp.desk import desk, session
from webapp.doors import every_hit_door
from webapp.narrowing import Names
from webapp.queries.quotations import Quotation, load_quotations
from webapp.searching import Search
from webapp.wording import ORGANISATION_KINDS, STANCES, language, worded

if TYPE_CHECKING:
    from pipeline.hits import Hit
    from pipeline.search import Ranked

FILES = {"csv": "CSV", "xlsx": "Excel", "ris": "RIS (Zotero, EndNote)", "atom": "Feed (Atom)"}
COLUMNS = (
    "Organisation", "Kind of organisation", "Title", "Published", "Language", "Passage", "Articles named", "Concerns",
    "Stance", "Why it was found", "Original address", "Address here",
)  # fmt: skip
BATCH = 200
Made = str | Iterable[str] | Iterable[bytes]
MOST_ENTRIES = 100
"""Of a feed: the newest; the page itself shows all."""
CHUNK = 64 * 1024
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
}


def as_file(ending: str, asked: Search, ranked: "Ranked") -> Response:
    """The results in one of `FILES`."""
    made: Made = MAKERS[ending](asked, ranked)
    answer = Response(made, content_type=MEDIA[ending])
    if ending != "atom":
        answer.headers["Content-Disposition"] = f'attachment; filename="travaux-search.{ending}"'
    return answer


def _csv(_asked: Search, ranked: "Ranked") -> Iterator[str]:
    return stream_with_context(csv_lines(Table("Search", COLUMNS, rows(ranked))))


def _xlsx(_asked: Search, ranked: "Ranked") -> Iterator[bytes]:
    def chunks() -> Iterator[bytes]:
        with TemporaryFile() as held:
            write_xlsx(Table("Search", COLUMNS, rows(ranked)), held)
            held.seek(0)
            while chunk := held.read(CHUNK):
                yield chunk

    return stream_with_context(chunks())


def rows(ranked: "Ranked") -> Iterator[Row]:
    """One row a passage, in the order of the results."""
    names = Names(desk().docket, ranked.shelf.organisations)
    for hit, quoted in quotations(ranked):
        yield _row(ranked, names, hit, quoted)


def quotations(ranked: "Ranked") -> Iterator[tuple["Hit", Quotation]]:
    """Every hit with its quotation, some at a time."""
    hits = every_hit_door(session(), ranked)
    while batch := list(islice(hits, BATCH)):
        quoted = load_quotations(session(), {hit.passage_id for hit in batch})
        yield from ((hit, quoted[hit.passage_id]) for hit in batch if hit.passage_id in quoted)


def _row(ranked: "Ranked", names: Names, hit: "Hit", quoted: Quotation) -> tuple[Cell, ...]:
    def listed(field: str, values: tuple[str, ...]) -> str:
        return "; ".join(names.of(field, value) for value in values)

    return (
        *(quoted.author.name, worded(ORGANISATION_KINDS, quoted.author.kind), quoted.title, quoted.published),
        *(language(hit.language), quoted.text),
        listed("article", ranked.values_of(hit.passage_id, "article")),
        listed("concern", ranked.values_of(hit.passage_id, "concern")),
        worded(STANCES, quoted.marks.stance),
        *(hit.why, quoted.original, f"{site()}/statements/{quoted.statement_id}#p{quoted.passage_id}"),
    )


def site() -> str:
    """Where this installation is read: as it is set, else as it was asked for."""
    return desk().settings.base_url.rstrip("/") or request.host_url.rstrip("/")


def _ris(_asked: Search, ranked: "Ranked") -> Iterator[str]:
    """One record a statement, in the order in which its first passage was found."""

    def records() -> Iterator[str]:
        seen: set[int] = set()
        for hit in every_hit_door(session(), ranked):
            if hit.statement_id not in seen:
                seen.add(hit.statement_id)
                yield from _record(hit.statement_id)

    return stream_with_context(records())


def _record(statement_id: int) -> Iterator[str]:
    try:
        yield ris([reference(session(), desk().docket, desk().settings.base_url, Target(statement_id, None))]) + "\n"
    except UnknownReference:
        return


def _atom(asked: Search, ranked: "Ranked") -> str:
    """The passages collected last."""
    newest = sorted(every_hit_door(session(), ranked), key=lambda hit: (hit.collected, hit.passage_id), reverse=True)
    quoted = load_quotations(session(), {hit.passage_id for hit in newest[:MOST_ENTRIES]})
    entries = [(hit, quoted[hit.passage_id]) for hit in newest[:MOST_ENTRIES] if hit.passage_id in quoted]
    feed = render_template("search.xml", asked=asked, entries=entries, total=ranked.total, site=site())
    return UNPRINTABLE.sub("", feed)


MAKERS: Mapping[str, Callable[[Search, "Ranked"], Made]] = {"csv": _csv, "xlsx": _xlsx, "ris": _ris, "atom": _atom}
