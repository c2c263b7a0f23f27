"""`travaux import comments`, and the group that it shares with importing files."""

from pathlib import Path
from typing import Any

import click

from crawlers.commands import import_ as import_files
from crawlers.commands import print_reports, progress_bar
from db.commands_transfer import import_docket
from db.installed import docket_of, opened
from db.settings import Settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, readable=False))
@click.option(
    "--columns", metavar="NAME_OR_FILE", help="Layout of the table, or a file that says which column is which"
)
@click.option("--judge", is_flag=True, help="Judge by its words whether a comment is about the docket; else all are")
@click.option("--json", "as_data", is_flag=True, help="Print the report as JSON")
@click.pass_obj
def comments(settings: Settings, file: Path, columns: str | None, judge: bool, as_data: bool) -> int:
    """Take in a consultation portal's export (.csv .xlsx .jsonl), one comment a row.

    The layout is recognised by the column names. Attached files are read from the export's folder. A row that
    is no comment is listed with its number and the reason, and stops no other. docs/comments.md tells more.

    \b
    Example:
      travaux import comments export.csv
      travaux import comments export.xlsx --columns my-columns.toml
    """
    from crawlers.comments.importing import Export, import_comments
    from crawlers.importing import IMPORT
    from db.comment_layouts import named_layout
    from db.store.comments import SOURCE

    layout = named_layout(columns) if columns else None
    engine = opened(settings)
    export = Export(engine, docket_of(settings), file, IMPORT if judge else SOURCE, layout)
    with progress_bar(None, "comments") as bar:
        reports = import_comments(engine, settings.captures, export, bar.update)
    return print_reports(reports, as_data)


class ImportCommand(click.Group):
    """`travaux import PATHS...`; `comments FILE` and `docket FOLDER` are commands, either word alone a path."""

    allow_interspersed_args = True

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> click.Context:
        """The context of the inner command where one is named, else that of importing files."""
        inner = self.commands.get(args[0]) if len(args) > 1 else None
        if inner is not None:
            return inner.make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


import_ = ImportCommand(
    "import",
    commands={"comments": comments, "docket": import_docket},
    callback=import_files.callback,
    params=import_files.params,
    help=import_files.help,
    invoke_without_command=True,
    no_args_is_help=False,
)
