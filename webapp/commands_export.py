"""`travaux export`: what is stored, as files for spreadsheets, reference managers, programs and another Travaux."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from db.installed import docket_of, opened
from db.settings import Settings

if TYPE_CHECKING:
    from pipeline.exports.kinds import Kind, Source

NAMES = {
    "passages": "Every passage with what was found in it",
    "statements": "Every statement; also as RIS, BibTeX or CSL-JSON",
    "links": "Every citation, resolved or not, and described articles",
    "pairs": "Every concern on an article, as figures count them",
    "asks": "What statements ask for, in their own words",
    "matrix": "Objections by article and concern",
    "organisations": "Every organisation that published or signed",
    "signatories": "Names under statements",
}
TABLES = ("csv", "xlsx", "jsonl")
REFERENCES = ("ris", "bibtex", "csl")


@click.group()
def export() -> None:
    """Write what is stored to files.

    \b
    Example:
      travaux export statements --format xlsx --output statements.xlsx
      travaux export passages --format jsonl > passages.jsonl
      travaux export docket --output my-docket
    """


def _command(name: str, summary: str) -> click.Command:
    """The command that exports one kind."""
    forms = (*TABLES, *REFERENCES) if name == "statements" else TABLES

    @click.command(name, help=f"{summary}.\n\n\b\nExample:\n  travaux export {name} --format csv --output {name}.csv")
    @click.option("--format", "form", type=click.Choice(forms), default="csv", show_default=True)
    @click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write  [the screen]")
    @click.option("--persons", is_flag=True, help="Private persons among signatories too")
    @click.pass_obj
    def command(settings: Settings, form: str, output: Path | None, persons: bool) -> int:
        if form == "xlsx" and output is None:
            raise click.UsageError("Name a file with --output: a workbook cannot be shown on the screen.")
        return _write(settings, name, form, output, persons)

    return command


def _write(settings: Settings, name: str, form: str, output: Path | None, persons: bool) -> int:
    from db.session import reading
    from db.whole_files import write_whole
    from pipeline.exports.kinds import Source

    docket = docket_of(settings)
    with reading(opened(settings, create=False)) as session:
        pieces = _pieces(Source(session, docket, settings.base_url, persons), name, form)
        if output is not None:
            write_whole(output, pieces)
            return 0
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.flush()
    return 0


def _pieces(source: "Source", name: str, form: str) -> Iterator[bytes]:
    from pipeline.exports.files import TABLE_FORMS, reference_pieces

    if form in REFERENCES:
        return reference_pieces(source, form)
    return TABLE_FORMS[form](kind_of(name).table(source))


def kind_of(name: str) -> "Kind":
    """The kind of this name, which is one of `NAMES`."""
    from pipeline.exports.files import KINDS
    from webapp.matrix_rows import MATRIX

    return MATRIX if name == "matrix" else KINDS[name]


for _name, _summary in NAMES.items():
    export.add_command(_command(_name, _summary))


@export.command("docket")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to make")
@click.pass_obj
def docket_folder(settings: Settings, output: Path) -> int:
    """Write everything about the docket to one folder, for another Travaux or for keeping.

    Archived bytes, texts, marks, people's decisions and their history, the docket's own files, and a data
    dictionary. Accounts, subscriptions and mail stay here. `travaux import docket` reads it.

    \b
    Example:
      travaux export docket --output my-docket
    """
    from db.transfer.writing import write_docket

    docket = docket_of(settings)
    counts = write_docket(opened(settings, create=False), settings, docket, output)
    for table, number in counts.items():
        click.echo(f"{table}: {number}")
    click.echo(f"Written to {output}.", err=True)
    return 0


@export.command("datasette")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), default="metadata.json", show_default=True)
@click.pass_obj
def datasette(settings: Settings, output: Path) -> int:
    """Write what Datasette shows beside the tables of the database: what each table and column holds.

    \b
    Example:
      travaux export datasette --output metadata.json
      datasette data/travaux.db --metadata metadata.json
    """
    import json

    from db.transfer.dictionary import datasette_metadata
    from db.whole_files import write_whole

    write_whole(output, json.dumps(datasette_metadata(docket_of(settings)), indent=2, ensure_ascii=False).encode())
    return 0
