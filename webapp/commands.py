"""`travaux serve`: the web app on this machine."""

import socket

import click

from db.settings import Settings
from webapp.acting import is_loopback

REACHABLE = (
    "Host {host} can be reached by other machines: everybody who reaches it {may}. "
    "If that is meant, add --reachable-by-others; else leave out --host."
)
MAY = {
    "": "can read all of this installation. It has no accounts, so nobody there can change anything "
    "(docs/web.md says how to make some)",
    "accounts": "can read all of this installation; who signs in as a reviewer can change it",
    "closed": "can try to sign in",
}


@click.command(epilog="Example: travaux --data data/demo serve --port 8080")
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.  [default: 8000]")
@click.option("--reachable-by-others", is_flag=True, help="Allow a host that other machines can reach.")
@click.pass_obj
def serve(settings: Settings, host: str | None, port: int | None, reachable_by_others: bool) -> None:
    """Show this installation in a browser, until stopped with Ctrl-C."""
    where = host or settings.host
    if not is_loopback(where) and not reachable_by_others:
        raise click.UsageError(REACHABLE.format(host=where, may=MAY[settings.auth]))
    run_server(settings, where, port or settings.port)


def run_server(settings: Settings, host: str, port: int) -> None:
    """Serve until interrupted. Raises `click.ClickException` when the port cannot be had."""
    # Imported here: `travaux --help` needs no web server.
    from waitress.server import create_server

    from webapp import create_app

    with listen(host, port) as opened:
        server = create_server(create_app(settings), sockets=[opened], ident=None, threads=8)
        shown = f"[{host}]" if ":" in host else host
        click.echo(f"Travaux is at http://{shown}:{port}/ (stop with Ctrl-C)", err=True)
        server.run()


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises `click.ClickException` when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise click.ClickException(
            f"Port {port} of {host} could not be opened: {error.strerror or error}. "
            "Stop the program that uses it, or choose another with --port."
        ) from error


COMMANDS = (serve,)
