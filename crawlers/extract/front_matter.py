"""Front matter of Markdown and text files: the `---` block of names and values at the top.

Real archives write titles with an unquoted colon, which is no YAML; such a block is read line by line instead.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from crawlers.extract.blocks import clean

_BLOCK = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
_LINE = re.compile(r"^([A-Za-z_][\w-]*):[ \t]*(.*)$")


_MOST_CHARACTERS = 64 * 1024


class _WithoutAliases(yaml.SafeLoader):
    """YAML in which nothing refers to anything else: a few aliases of aliases would otherwise fill all memory."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


class _Handler(YAMLHandler):
    def load(self, fm: str, **_: object) -> Any:
        return yaml.load(fm, _WithoutAliases)  # noqa: S506 - a loader derived from the safe one


@dataclass(frozen=True)
class FrontMatter:
    """The names (lower case) and values of a front matter block, and the text after it."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)

    def first(self, *names: str) -> str | None:
        """The first non-empty value among `names`."""
        return next((self.values[name] for name in names if self.values.get(name)), None)


def read_front_matter(text: str) -> FrontMatter:
    """`text` parted from its front matter; without one, `values` is empty and the text unchanged."""
    text = text.lstrip("\ufeff\n")
    block = _BLOCK.match(text)
    if block is None:
        return FrontMatter(text)
    try:
        if len(block.group(1)) > _MOST_CHARACTERS:
            raise ValueError("longer than front matter is")
        loaded: Mapping[str, object] = frontmatter.loads(text, handler=_Handler()).metadata
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        loaded = dict(_line_by_line(block.group(1)))
    return FrontMatter(text[block.end() :], {str(name).lower(): _plain(value) for name, value in loaded.items()})


def _line_by_line(block: str) -> list[tuple[str, str]]:
    found = (_LINE.match(line) for line in block[:_MOST_CHARACTERS].split("\n"))
    return [(match.group(1), match.group(2).strip().strip("\"'")) for match in found if match]


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "; ".join(clean(str(item)) for item in value)
    return "" if value is None else clean(str(value))
