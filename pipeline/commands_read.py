"""`travaux read`: what Travaux makes of some files, and `travaux eval letters`: how well. Nothing is stored."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawlers.extract import Unreadable
from db.installed import docket_of
from db.settings import Settings
from pipeline.commands_cite import PublishedType

if TYPE_CHECKING:
    from pipeline.citation.numbering import Published
    from pipeline.read_groups import Group
    from pipeline.read_statement import ReadStatement
    from pipeline.stage import Workshop


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--date", "published", type=PublishedType(), help="The day or month of the files, where it is known")
@click.option("--url", help="The address at which the file was published")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line a file")
@click.pass_obj
def read(settings: Settings, files: tuple[Path, ...], published: "Published | None", url: str | None,
         as_json: bool) -> int:  # fmt: skip
    """Show what Travaux makes of files: who says what to whom, when, about which articles.

    Nothing is stored. Groups are looked for among the files given. A file that cannot be read is named on stderr,
    and the exit status is then 1.

    \b
    Example:
      travaux read letter.pdf page.html --json
    """
    shop = workshop(settings)
    statements = [found for path in files if (found := read_or_say(path, shop, shown_date(published), url))]
    for statement, groups in with_groups(statements):
        click.echo(
            json.dumps(as_line(statement, groups), ensure_ascii=False) if as_json else in_words(statement, groups)
        )
    return 0 if len(statements) == len(files) else 1


def workshop(settings: Settings) -> "Workshop":
    """The docket with its models, trained first where that is needed."""
    from pipeline.current_heads import ensure_heads
    from pipeline.own_heads import refresh_own_heads
    from pipeline.stage import Workshop

    shop = Workshop(settings, docket_of(settings))
    ensure_heads(shop.docket, lambda sentence: click.echo(sentence, err=True))
    refresh_own_heads(settings, shop.docket, lambda sentence: click.echo(sentence, err=True))
    return shop


def read_or_say(path: Path, shop: "Workshop", published: str | None = None,
                url: str | None = None) -> "ReadStatement | None":  # fmt: skip
    """The statement in the file; None, and the reason on stderr, where it cannot be read."""
    from pipeline.read_statement import read_statement

    try:
        return read_statement(path, shop, published, url)
    except OSError as error:
        click.echo(f"{path}: could not be opened ({error.strerror or error}).", err=True)
    except Unreadable as error:
        click.echo(f"{path}: {error}", err=True)
    return None


def with_groups(statements: "list[ReadStatement]") -> "list[tuple[ReadStatement, list[Group]]]":
    """Each statement with its groups among the others."""
    from pipeline.read_groups import groups_of

    return list(zip(statements, groups_of(statements), strict=True))


def shown_date(published: "Published | None") -> str | None:
    """The date given on the command line as YYYY-MM-DD, or YYYY-MM for a month."""
    if published is None:
        return None
    first = published.first.isoformat()
    return first if published.first == published.last else first[:7]


def as_line(statement: "ReadStatement", groups: "list[Group]") -> dict[str, Any]:
    """The object that `travaux read --json` prints for a file."""
    document = statement.document
    return {
        "path": statement.path,
        "title": document.title,
        "published": statement.published,
        "language": document.language,
        "doc_kind": document.doc_kind,
        "organisation": document.organisation,
        "org_kind": statement.org_kind,
        "addressee": statement.addressee,
        "signatories": [{"name": s.name, "kind": s.kind, "country": s.country} for s in document.signatories],
        "body": statement.body,
        "asks": [{"verb": a.verb, "target": a.target, "as_written": a.text} for a in statement.asks],
        "concerns": list(statement.concerns),
        "provisions_explicit": list(statement.explicit),
        "provisions_implicit": list(statement.implicit),
        "groups": [{"kind": g.kind, "of": g.of} for g in groups],
    }


def in_words(statement: "ReadStatement", groups: "list[Group]") -> str:
    """What was read, for a reader."""
    document = statement.document
    kind = document.doc_kind.replace("_", " ")
    lines = [
        statement.path,
        f"  {document.title}",
        f"  {kind} of {statement.published or 'an unknown date'}, language {document.language or 'not known'}",
        f"  by {document.organisation or 'an organisation that the page does not name'} ({statement.org_kind})",
        *([f"  to {statement.addressee}"] if statement.addressee else []),
        *([f"  signed by {len(document.signatories)}"] if document.signatories else []),
        *(f"  asks: {a.verb} {a.target if a.target == 'treaty' else 'Article ' + a.target}" for a in statement.asks),
        f"  concerns: {', '.join(statement.concerns) or 'none'}",
        f"  names Articles: {', '.join(statement.explicit) or 'none'}",
        *(f"  {group.kind} of {group.of}" for group in groups),
    ]
    return "\n".join(lines)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON")
@click.pass_obj
def letters(settings: Settings, folder: Path, as_json: bool) -> int:
    """Measure what is read from letters that have a .json of what should be found beside them.

    \b
    Example:
      travaux eval letters ../shared/gold/letters --json
    """
    from pipeline.evaluate_letters import evaluate_letters, labelled_letters

    pairs = labelled_letters(folder)
    shop = workshop(settings)
    statements = [read_or_say(path, shop) for path, _ in pairs]
    read_ones = with_groups([each for each in statements if each])
    lines = {found.path: as_line(found, groups) for found, groups in read_ones}
    report = evaluate_letters([(path, known, lines.get(str(path))) for path, known in pairs])
    click.echo(json.dumps(report, ensure_ascii=False, indent=1) if as_json else figures_in_words(report))
    return 0


def figures_in_words(report: dict[str, Any]) -> str:
    """The figures, one a line, with the target where there is one."""
    lines = [f"{report['letters']} letters"]
    for name, figure in report["fields"].items():
        target = f"   (to reach: {figure['target']})" if "target" in figure else ""
        lines.append(f"{name.replace('_', ' '):32} {figure['value']:.3f}  of {figure['n']}{target}")
    return "\n".join(lines)
