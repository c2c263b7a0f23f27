"""Sources as entries of a file: written as TOML, and appended so that the file stays one that can be read."""

import json
from pathlib import Path

from db.docket import Source
from db.docket_files import read_sources

HEAD = "# Sources of this installation, beside those of the docket; docs/crawling.md says what each line means.\n"
ALWAYS = ("key", "organisation", "kind", "way", "address", "expect_min", "expect_max", "certainty")


def as_toml(source: Source) -> str:
    """The source as an entry of `sources.toml`, without what is as it is by default."""
    lines = ["[[source]]"]
    for name, field in Source.model_fields.items():
        value = getattr(source, name)
        if value is not None and (name in ALWAYS or value != field.get_default()):
            lines.append(f"{name} = {_value(value)}")
    return "\n".join(lines) + "\n"


def append_source(path: Path, source: Source) -> None:
    """Add the source to the file, which is made if it is absent. Raises `DocketError` where the file, or the file
    with this entry, is not valid; it is then left as it was.
    """
    known = path.read_text(encoding="utf-8").rstrip("\n") + "\n" if path.exists() else HEAD
    path.parent.mkdir(parents=True, exist_ok=True)
    tried = path.with_name(f".{path.name}.new")
    try:
        tried.write_text(f"{known}\n{as_toml(source)}", encoding="utf-8")
        read_sources(tried)
        tried.replace(path)
    finally:
        tried.unlink(missing_ok=True)


def _value(value: object) -> str:
    """A TOML value; its strings and lists of strings are written as JSON writes them."""
    if isinstance(value, bool | int):
        return json.dumps(value)
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False).replace("\x7f", "")
