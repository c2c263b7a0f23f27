"""The command on texts of drafts: `travaux docket text`, beside `travaux docket check`."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from db.commands import docket
from db.docket import Docket
from db.installed import docket_of, opened
from db.settings import Settings

if TYPE_CHECKING:
    from pipeline.treaty_text import Treaty

__all__ = ["docket", "text"]

ENGLISH = "en"


@docket.command()
@click.option("--draft", "key", required=True, help="Key of the draft, as in drafts.csv")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON")
@click.pass_obj
def text(settings: Settings, key: str, file: Path, as_json: bool) -> int:
    """Load the text of a draft: text, Markdown, HTML, PDF or DOCX.

    Its articles and paragraphs are read, compared with the docket's list and stored in the installation, where they are
    shown beside the objections. Of a file in several languages the English part is taken.

    \b
    Example:
      travaux --data data/mine docket text --draft adopted convention.pdf
    """
    from pipeline.treaty_check import differences
    from pipeline.treaty_files import TreatyFileError, plain_text

    chosen = docket_of(settings)
    check_draft(chosen, key)
    try:
        treaty = parsed(plain_text(file), file)
    except TreatyFileError as error:
        raise click.ClickException(str(error)) from error
    keep(settings, key, file, treaty)
    found = differences(treaty, chosen, key)
    counts = {"articles": len(treaty.articles), "paragraphs": treaty.paragraph_count, "differences": found}
    click.echo(json.dumps(counts, ensure_ascii=False) if as_json else report(chosen, key, treaty, found))
    return 0


def check_draft(chosen: Docket, key: str) -> None:
    """Raises `click.BadParameter` when the docket has no such draft."""
    known = [draft.key for draft in chosen.drafts]
    if key not in known:
        raise click.BadParameter(
            f"expected a draft of the docket {chosen.key} ({', '.join(known)}), found {key!r}.", param_hint="--draft"
        )


def parsed(words: str, file: Path) -> "Treaty":
    """The treaty in `words`. Raises `TreatyFileError` where there is no article."""
    from crawlers.extract import language_of
    from pipeline.treaty_files import TreatyFileError
    from pipeline.treaty_text import parse_treaty

    treaty = parse_treaty(words, prefer=lambda part: language_of(part) == ENGLISH)
    if not treaty.articles:
        raise TreatyFileError(
            f"{file.name}: expected headings such as “Article 6 – Title” with text below them, found none. "
            "Take a file that holds the treaty's text itself; nothing was stored."
        )
    return treaty


def keep(settings: Settings, key: str, file: Path, treaty: "Treaty") -> None:
    """Store the text in the installation, which is made if there is none."""
    from db.session import writing
    from db.store.drafts import LoadedFile, replace_draft_text

    loaded = LoadedFile(file.name, hashlib.sha256(file.read_bytes()).hexdigest(), datetime.now(UTC))
    with writing(opened(settings)) as session:
        replace_draft_text(session, key, loaded, treaty.text, treaty.articles)


def report(chosen: Docket, key: str, treaty: "Treaty", found: Sequence[str]) -> str:
    """The report in words: counts, articles, and what differs from the docket."""
    from pipeline.treaty_check import is_listed

    lines = [f"{chosen.key}, {key}: {len(treaty.articles)} articles, {treaty.paragraph_count} paragraphs stored."]
    for article in treaty.articles:
        numbers = len({p.number for p in article.paragraphs if p.number})
        lines.append(f"  Article {article.number:>4}  {article.title or '(no title)'}, "
                     f"{f'{numbers} numbered paragraphs' if numbers else 'no numbered paragraphs'}")  # fmt: skip
    if not is_listed(chosen, key):
        lines.append(f"articles.csv has no article of {key}, so numbers and titles could not be compared.")
    elif not found:
        lines.append("Numbers and titles are those of articles.csv.")
    lines += found
    if not any(p.number for article in treaty.articles for p in article.paragraphs):
        lines.append("No numbered paragraph was found, so cited paragraphs are not checked against this text.")
    lines.append("`travaux process` now checks cited paragraphs against the stored texts.")
    return "\n".join(lines)
