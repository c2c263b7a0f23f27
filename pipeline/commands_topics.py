"""Commands on topics: list them, and make one a concern."""

import json
from datetime import UTC, datetime

import click

from db.installed import docket_of, opened
from db.settings import Settings


@click.group("topics")
def topics() -> None:
    """List what organisations raise beside the concerns; make a topic a concern.

    \b
    Example:
      travaux topics list
      travaux topics as-concern offshore-cables
    """


@topics.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line")
@click.pass_obj
def list_(settings: Settings, as_json: bool) -> int:
    """List the topics of the last run, most organisations first.

    \b
    Example:
      travaux topics list --json
    """
    from db.session import reading
    from db.topics import current_topics

    with reading(opened(settings, create=False)) as session:
        lines = current_topics(session, datetime.now(UTC))
    for line in lines:
        if as_json:
            click.echo(json.dumps(vars(line), ensure_ascii=False, default=str))
        else:
            new = "  (new this week)" if line.is_new else ""
            click.echo(f"{line.key}  {line.organisations} organisations, {line.passages} passages: {line.name}{new}")
    if not lines:
        click.echo("No topics. They are made by `travaux process`, from passages that no concern covers.", err=True)
    return 0


@topics.command("as-concern")
@click.argument("topic_id", metavar="ID")
@click.pass_obj
def as_concern(settings: Settings, topic_id: str) -> int:
    """Print an entry for concerns.toml, with seed words and example passages.

    ID is the topic's, as `travaux topics list` and its web address have it.

    \b
    Example:
      travaux topics as-concern offshore-cables > entry.toml
    """
    from db.session import reading
    from db.topics import topic_by_key
    from pipeline.topic_concern import entry_of

    docket = docket_of(settings)
    with reading(opened(settings, create=False)) as session:
        line = topic_by_key(session, topic_id, datetime.now(UTC))
        if line is None:
            raise click.ClickException(
                f"Expected the id of a topic, found {topic_id[:80]!r}. `travaux topics list` has all ids."
            )
        entry = entry_of(session, docket, line)
    click.echo(entry.rstrip("\n"))
    return 0
