"""The command line: the front door. Commands live in the layer that does the work and are loaded when asked for."""

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

COMMANDS = {
    "account": "db.commands_accounts:account",
    "alerts": "pipeline.commands_mail:alerts",
    "annotate": "pipeline.commands_labels:annotate",
    "check-quotations": "pipeline.commands_verify:check_quotations",
    "cite": "pipeline.commands_cite:cite",
    "cite-as": "pipeline.commands_cite_as:cite_as",
    "coverage": "crawlers.commands:coverage",
    "compare-letter": "pipeline.commands_letter:compare_letter",
    "crawl": "crawlers.commands:crawl",
    "demo": "webapp.commands_demo:demo",
    "digest": "pipeline.commands_digest:digest",
    "docket": "pipeline.commands_docket:docket",
    "dump": "pipeline.commands:dump",
    "eval": "pipeline.commands_eval:evaluate",
    "export": "webapp.commands_export:export",
    "import": "crawlers.commands_comments:import_",
    "off-topic": "pipeline.commands_off_topic:off_topic",
    "organisations": "db.commands_organisations:organisations",
    "outbox": "pipeline.commands_mail:outbox",
    "process": "pipeline.commands:process",
    "read": "pipeline.commands_read:read",
    "schedule": "pipeline.commands_mail:schedule",
    "search": "pipeline.commands:search",
    "serve": "webapp.commands:serve",
    "source": "crawlers.commands_source:source",
    "status": "pipeline.commands:status",
    "subscription": "pipeline.commands_mail:subscription",
    "topics": "pipeline.commands_topics:topics",
    "train": "pipeline.commands_labels:train",
    "verify": "pipeline.commands_verify:verify",
}
WITHOUT_SETTINGS = {"--help", "-h"}


class LazyCommands(click.Group):
    """A group whose commands are imported only when named, so that `travaux --help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All command names."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None when there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)  # noqa: S101  (a wrong table entry is our mistake)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands, from their one-line summaries, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, SUMMARIES[name]) for name in self.list_commands(ctx)])


SUMMARIES = {
    "account": "Make and remove accounts for the pages",
    "alerts": "Send alerts of new statements",
    "annotate": "Show the passages of a text with their labels",
    "check-quotations": "Check that every stored quotation is an exact piece of its text",
    "cite": "Show which provisions a text names, resolved",
    "cite-as": "Cite a statement or a passage, with what proves it",
    "coverage": "Show what each source gave, and what is missing",
    "compare-letter": "Compare our draft letter with what others said and ask",
    "crawl": "Collect statements from the docket's sources",
    "demo": "Crawl the sample web, process it and show it",
    "digest": "Make the digest of a week, or send it",
    "docket": "Check the data files of a docket, load the texts of its drafts",
    "dump": "Print the whole content in a form that can be compared",
    "eval": "Measure accuracy on labelled files",
    "export": "Write what is stored to files: tables, references, the whole docket",
    "import": "Take in files or folders of statements, or a portal's export of comments",
    "off-topic": "List texts that are not about the docket; rescue those that are",
    "organisations": "List organisations, review new names, merge two names",
    "outbox": "List mail that has not gone out, and why",
    "process": "Extract, cut, label, link and group what was collected",
    "read": "Show what Travaux makes of files, storing nothing",
    "schedule": "Print what makes Travaux run by itself: cron, systemd, Windows",
    "search": "Search passages by words and meaning",
    "serve": "Show the pages on http://127.0.0.1:8000",
    "source": "Propose a source for a site, and see which sources still yield",
    "status": "Show what is there and what each stage did",
    "subscription": "Add, list and remove who gets digests and alerts",
    "topics": "List what is raised beside the concerns; make a topic a concern",
    "train": "Train the label models from the docket's examples",
    "verify": "Read every capture and every quotation again",
}


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Folder of the installation  [./data]")
@click.option("--docket", help="Key of the docket  [un-cybercrime]")
@click.option("--debug", is_flag=True, help="Show the technical details of an error")
@click.version_option(package_name="travaux")
@click.pass_context
def travaux(ctx: click.Context, data: Path | None, docket: str | None, debug: bool) -> None:
    """Collect what organisations say about a treaty, and see which articles attract which objections.

    \b
    Example:
      travaux --data data/mine import letters/
      travaux --data data/mine process
      travaux --data data/mine serve
    """
    from db.settings import load_settings

    ctx.meta["travaux.debug"] = debug
    ctx.obj = load_settings(data=data, docket=docket)


def known_errors() -> tuple[type[Exception], ...]:
    """Errors whose message is written for the user."""
    from db.docket import DocketError
    from db.session import InstallationError
    from db.settings import SettingsError
    from pipeline.heads_folder import ModelError

    return DocketError, InstallationError, ModelError, SettingsError, OSError


def main(arguments: list[str] | None = None) -> None:
    """Run the command line. Exit status: 0 done, 1 something went wrong, 2 the command was not understood."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        sys.exit(run(arguments))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status; every error ends as a sentence on stderr."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        result: Any = travaux.main(args=given, prog_name="travaux", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Abort:
        click.echo("Stopped. What was finished is kept; the same command goes on from there.", err=True)
        return 1
    except BrokenPipeError:
        raise
    except Exception as error:
        return _report(error, "--debug" in given)


def _report(error: Exception, debug: bool) -> int:
    if debug:
        raise error
    damaged = _database_trouble(error)
    if damaged or isinstance(error, (*known_errors(), ValueError)):
        click.echo(f"Error: {damaged or error}", err=True)
    else:
        click.echo(f"Error: {type(error).__name__}: {error}. `travaux --debug ...` shows where.", err=True)
    return 1


def _database_trouble(error: Exception) -> str:
    """What is wrong with the database, in words; empty when the error is another one."""
    from sqlalchemy.exc import DatabaseError

    if not isinstance(error, DatabaseError):
        return ""
    return (
        f"The database could not be read or written: {error.orig}. If it is locked, wait for the other command; if it "
        "may not be written or the disk is full, mend that; if it is damaged, restore the folder from a backup."
    )


if __name__ == "__main__":
    main()
