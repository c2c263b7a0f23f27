"""`travaux demo`: a small web of invented organisations, crawled, processed and shown."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import Engine

from crawlers.sample_web import pages, server, sources
from crawlers.sample_web.statements import SampleWebError
from db.installed import docket_of, opened
from db.session import reading
from db.settings import Settings, load_settings

LOCAL = """# Written by `travaux demo`: this installation reads the sample web on this machine, and nothing else.
notice = "Sample data: every organisation, person and statement shown here is invented."
sources = "sources.toml"
crawl_loopback = true
crawl_delay = 0.0
demo_port = {port}
"""


@click.command()
@click.option("--no-serve", is_flag=True, help="End when everything is processed, instead of showing the pages")
@click.pass_context
def demo(ctx: click.Context, no_serve: bool) -> int:
    """Crawl the sample web, process it and show it.

    Everything in it is invented. Running it again reads only what changed.

    \b
    Example:
      travaux --data data/demo demo --no-serve
    """
    settings = prepared(ctx.obj)
    try:
        web = server.SampleWeb(port=settings.demo_port)
        web.start()
    except SampleWebError as error:
        raise click.ClickException(f"{error} Set TRAVAUX_DEMO_PORT to it, with a new --data folder.") from error
    with closing_down(web):
        status = filled(settings, web)
        if not no_serve:
            serve_it(ctx, settings)
    return status


@contextmanager
def closing_down(web: server.SampleWeb) -> Iterator[None]:
    """Stop the sample web at the end, whatever happens."""
    try:
        yield
    finally:
        web.stop()


def filled(settings: Settings, web: server.SampleWeb) -> int:
    """Crawl and process; the exit status."""
    engine = opened(settings)
    crawl_editions(settings, engine, web)
    return process(settings, engine)


def serve_it(ctx: click.Context, settings: Settings) -> None:
    """Show the pages, with the sample web still there behind the links to the originals."""
    from webapp.commands import serve

    ctx.obj = settings
    ctx.invoke(serve)


def prepared(settings: Settings) -> Settings:
    """The settings of the demo's installation, whose folder is filled at the first run."""
    folder = settings.data if settings.data != Path("data") else Path("data") / "demo"
    if not (folder / "travaux.toml").exists():
        folder.mkdir(parents=True, exist_ok=True)
        write_sources(folder, settings.demo_port)
        (folder / "travaux.toml").write_text(LOCAL.format(port=settings.demo_port), encoding="utf-8")
    return load_settings(data=folder, docket=settings.docket)


def write_sources(folder: Path, port: int) -> None:
    """The sample web's sources, with the port that it is served on, and its organisations."""
    stored = (sources.HERE / "sources.toml").read_text(encoding="utf-8")
    (folder / "sources.toml").write_text(pages.fill_bases(stored, port), encoding="utf-8")
    shutil.copyfile(sources.HERE / "organisations.csv", folder / "organisations.csv")


def crawl_editions(settings: Settings, engine: Engine, web: server.SampleWeb) -> None:
    """The first time, crawl twice, so that one page changes between the visits; later once."""
    editions = (2,) if has_captures(engine) else (1, 2)
    for edition in editions:
        web.edition = edition
        click.echo(f"Reading the sample web ({len(web.hosts)} sites), visit {edition} ...", err=True)
        crawl_sample(settings)


def has_captures(engine: Engine) -> bool:
    """True when the demo was crawled before."""
    from sqlmodel import select

    from db.models import Capture

    with reading(engine) as session:
        return session.exec(select(Capture.id)).first() is not None


def crawl_sample(settings: Settings) -> None:
    """Visit the sample web with the real spiders, and print the report."""
    from crawlers.reporting import as_text
    from crawlers.run import run_crawl

    click.echo(as_text(run_crawl(settings, docket_of(settings).sources)))


def process(settings: Settings, engine: Engine) -> int:
    """Run the flow."""
    from pipeline.commands import run_flow
    from pipeline.current_heads import ensure_heads
    from pipeline.own_heads import refresh_own_heads
    from pipeline.stage import Workshop

    docket = docket_of(settings)
    ensure_heads(docket, lambda sentence: click.echo(sentence, err=True))
    refresh_own_heads(settings, docket, lambda sentence: click.echo(sentence, err=True))
    return run_flow(engine, Workshop(settings, docket))
