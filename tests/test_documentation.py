"""The documentation is true: every command, option, setting and path that it names exists."""

import re
from pathlib import Path

import click
import pytest

import travaux  # noqa: TID251  (the documentation speaks of the command line)
from db.settings import Settings

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
COMMAND = re.compile(
    r"(?:^|[\s`(/\\])travaux((?:[ \t]+--data[ \t]+\S+|[ \t]+--docket[ \t]+\S+)*)[ \t]+([a-z][a-z-]*)((?:[ \t]+[^`\n|>;)]*)?)",
    re.MULTILINE,
)
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
PATH = re.compile(r"`((?:db|crawlers|pipeline|webapp|tests|docs|benchmarks)/[\w./-]+)`")
TARGET = re.compile(r"make ([a-z-]+)")
MADE_LATER = {"pipeline/heads/", "pipeline/engines/use-multilingual-v3"}


def commands_in(page: Path) -> list[tuple[str, str]]:
    """(command, the rest of its line) of every command in the page's code."""
    code = "\n".join(CODE.findall(page.read_text(encoding="utf-8")))
    return [(match[2], match[3]) for match in COMMAND.finditer(code)]


def options_of(command: click.Command) -> set[str]:
    """Every option of a command and of its own commands."""
    found = {"--help", "-h"} | {option for parameter in command.params for option in parameter.opts}
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            found |= options_of(inner)
    return found


@pytest.mark.parametrize("document", PAGES, ids=lambda document: str(document.relative_to(ROOT)))
def test_commands_and_their_options_exist(document: Path) -> None:
    group = travaux.travaux
    assert isinstance(group, click.Group)
    for name, rest in commands_in(document):
        command = group.get_command(click.Context(group), name)
        assert command is not None, name
        for option in re.findall(r"(?<!\S)(--[a-z][a-z-]*)", rest):
            assert option in options_of(command), f"{name} {option}"


@pytest.mark.parametrize("document", PAGES, ids=lambda document: str(document.relative_to(ROOT)))
def test_paths_and_targets_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for path in set(PATH.findall(text)) - MADE_LATER:
        assert (ROOT / path).exists(), path
    for target in set(TARGET.findall("\n".join(CODE.findall(text)))):
        assert f"\n{target}:" in makefile, target


@pytest.mark.parametrize("document", PAGES, ids=lambda document: str(document.relative_to(ROOT)))
def test_settings_exist(document: Path) -> None:
    for name in set(re.findall(r"TRAVAUX_([A-Z_]+[A-Z])", document.read_text(encoding="utf-8"))):
        assert name.lower() in Settings.model_fields, name


def test_the_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in readme
    assert "make test" in readme


def test_every_decision_is_a_page_with_a_decision() -> None:
    for page in (ROOT / "docs" / "decisions").glob("*.md"):
        assert "**Decision" in page.read_text(encoding="utf-8"), page.name
