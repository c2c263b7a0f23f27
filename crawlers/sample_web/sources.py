"""The sample web's own sources and organisations, in the formats of a docket."""

from pathlib import Path

from crawlers.sample_web.pages import fill_bases
from db.docket import Organisation, Source
from db.docket_files import parse, read_table, read_toml

HERE = Path(__file__).parent


def sample_sources(port: int) -> tuple[Source, ...]:
    """The sources of `sources.toml` with `{{base:host}}` replaced by the address on `port`."""
    path = HERE / "sources.toml"
    stored = read_toml(path)["source"]
    return tuple(parse(Source, path, 0, {**one, "address": fill_bases(one["address"], port)}) for one in stored)


def sample_organisations() -> tuple[Organisation, ...]:
    """The organisations of the sample web; their hosts are names under `.localhost`, without a port."""
    return read_table(Organisation, HERE / "organisations.csv", ("aliases", "hosts"))
