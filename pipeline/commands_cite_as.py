"""The command that gives a citation of a statement or a passage: cite-as."""

import click

from db.installed import docket_of, opened
from db.settings import Settings

FORMATS = ("footnote", "bibtex", "ris", "csl", "markdown")


@click.command("cite-as")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--format", "form", type=click.Choice(FORMATS), default="footnote", show_default=True)
@click.pass_obj
def cite_as(settings: Settings, ids: tuple[str, ...], form: str) -> int:
    """Cite a statement or a passage, with what proves it.

    ID is the number in a statement's web address (12), a passage's (p345), or the whole address.

    \b
    Example:
      travaux cite-as p345 --format ris
      travaux cite-as "http://127.0.0.1:8000/statements/12#p345"
    """
    from db.session import reading
    from pipeline.references.formats import written
    from pipeline.references.reading import parse_id, read_reference

    targets = [parse_id(given) for given in ids]
    docket = docket_of(settings)
    with reading(opened(settings, create=False)) as session:
        found = [read_reference(session, docket, settings.base_url, target) for target in targets]
    click.echo(written(found, form).rstrip("\n"))
    return 0
