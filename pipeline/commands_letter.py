"""`travaux compare-letter`: our draft beside what is stored."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from db.docket import OrgKind
from db.installed import docket_of, opened
from db.settings import Settings

if TYPE_CHECKING:
    from sqlmodel import Session

    from db.docket import Docket
    from pipeline.letter import Letter
    from pipeline.letter_comparison import Comparison


@click.command("compare-letter")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--date", "published", default="", help="The day or month of the letter; later statements are left out")
@click.option("--title", default="", help="Its title, which may name a draft")
@click.option("--organisation", default="", help="Our own, as its web address has it: its statements are left out")
@click.option("--kind", type=click.Choice(get_args(OrgKind)), default=None, help="Allies are all of this kind, too")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object")
@click.pass_obj
def compare_letter(settings: Settings, path: Path, published: str, title: str, organisation: str, kind: str | None,
                   as_json: bool) -> int:  # fmt: skip
    """Compare a draft letter with what others said: who said the same, and what it leaves out.

    FILE is text, Markdown, HTML, PDF or Word. Nothing is stored. Allies are organisations that object to the same.

    \b
    Example:
      travaux compare-letter draft.docx --date 2024-07-22 --kind ngo
    """
    from db.session import reading
    from pipeline.letter_comparison import compare
    from pipeline.letter_said import Ours

    docket = docket_of(settings)
    letter = letter_in(path, title, published, docket, organisation, settings.data)
    with reading(opened(settings, create=False)) as session:
        found = compare(session, letter, Ours(organisation, kind or "", published))
        told = as_object(session, found)
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else in_words(told))
    return 0


def letter_in(path: Path, title: str, published: str, docket: "Docket", organisation: str = "",
              data: Path | None = None) -> "Letter":  # fmt: skip
    """The letter in a file. Raises `LetterError`, `Unreadable` and `OSError`."""
    from crawlers.extract import Declared, media_type_of, read_document
    from pipeline.letter import read_letter

    body = path.read_bytes()
    document = read_document(body, media_type_of(path.name, body), Declared(file_name=path.name), docket.organisations)
    text = document.text[: document.body_end]
    known = next((one.name for one in docket.organisations if one.slug == organisation), "")
    speaker = known or document.organisation or ""
    return read_letter(text, title or document.title, published or document.published or "", docket, speaker, data)


def as_object(session: "Session", found: "Comparison") -> dict[str, Any]:
    """What `--json` prints: every quotation with its statement, and offsets in the statement's text."""
    quoted = quotations(
        session,
        [p.passage_id for beside in found.precedents for p in beside]
        + [e[0] for o in found.left_out for e in o.examples],
    )
    letter = found.letter
    return {
        "articles": letter.provisions,
        "concerns": letter.concerns,
        "asks": [{"verb": verb, "target": target} for verb, target in letter.asks],
        "described_articles": letter.described,
        "described_asks": [{"verb": verb, "target": target} for verb, target in letter.described_asks],
        "passages": [
            {**vars(passage), "said_before": [{**vars(one), **quoted[one.passage_id]} for one in beside]}
            for passage, beside in zip(letter.passages, found.precedents, strict=True)
        ],
        "left_out": [
            {**vars(line), "examples": [{"words": words, **quoted[key]} for key, words in line.examples]}
            for line in found.left_out
        ],
        "left_out_total": found.left_out_total,
    }


def quotations(session: "Session", passages: list[int]) -> dict[int, dict[str, Any]]:
    """Passage id → exact words, where they stand, and whose they are."""
    from sqlmodel import col, select

    from db.models import Organisation, Passage, Statement

    query = (
        select(Passage, Statement, Organisation.name)
        .join(Statement, col(Statement.revision_id) == Passage.revision_id)
        .join(Organisation, col(Organisation.id) == Statement.organisation_id, isouter=True)
        .where(col(Passage.id).in_(passages))
    )
    return {
        p.id or 0: {
            "text": p.text,
            "start": p.start,
            "end": p.end,
            "statement": s.address,
            "organisation": name or "",
            "published": s.published,
            "permalink": f"/statements/{s.id}#p{p.id}",
        }
        for p, s, name in session.exec(query)
    }


def in_words(told: dict[str, Any]) -> str:
    """The comparison for a reader."""
    asks = ", ".join(f"{ask['verb']} {ask['target']}" for ask in told["asks"])
    lines = [f"Articles: {', '.join(told['articles']) or 'none'}", f"Concerns: {', '.join(told['concerns']) or 'none'}"]
    lines.append(f"Asks: {asks or 'none'}")
    if told["described_articles"]:
        lines.append(f"Articles described and not named: {', '.join(told['described_articles'])}")
    if told["described_asks"]:
        described = ", ".join(f"{ask['verb']} {ask['target']}" for ask in told["described_asks"])
        lines.append(f"Asks about articles that are described and not named: {described}")
    for passage in told["passages"]:
        if passage["said_before"]:
            lines.append(f"\nOur letter: {passage['text']}\nSaid before:")
            lines += [_line(one, one["text"]) for one in passage["said_before"]]
    lines.append(f"\nAsked by allies and not by the letter: {told['left_out_total'] or 'nothing'}")
    for line in told["left_out"]:
        apart = ", described and not named" if line["described"] else ""
        lines.append(f"{line['verb']} {line['target']}{apart} ({', '.join(line['organisations'])})")
        lines += [_line(one, one["words"]) for one in line["examples"]]
    return "\n".join(lines)


def _line(one: dict[str, Any], words: str) -> str:
    who = f"{one['organisation'] or 'organisation not known'}, {one['published'] or 'no date found'}"
    return f"  “{words}”\n    {who}, {one['statement']}"
