"""The loopback server of the sample web: one port, many sites, chosen by the Host header.

Names of the form `<host>.localhost` are reserved for loopback (RFC 6761), but not every system resolves
them: a client may have to connect to 127.0.0.1 by itself and send the name in the Host header.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any, Self

from werkzeug import Request, Response
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from crawlers.sample_web.pages import Routes, SiteView, answer, base_address
from crawlers.sample_web.shapes import SHAPES
from crawlers.sample_web.statements import HOSTS, SampleWebError, Site, as_of, load_sites

LOOPBACK = "127.0.0.1"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Visit:
    """One request that was answered."""

    host: str
    path: str
    status: int


class SampleWeb:
    """Serves the sample hosts on loopback only.

    `port=0` takes a free port. `edition` says which texts stand on the pages and may be set while it runs:
    a page that changes has a text for edition 1 and another for edition 2. `visits` lists what was asked, in
    order.
    """

    def __init__(self, port: int = 0, edition: int = 1, root: Path = HOSTS) -> None:
        self.port = port
        self.edition = edition
        self.visits: list[Visit] = []
        self._sites = {site.host: site for site in load_sites(root)}
        self._routes: dict[tuple[str, int], Routes] = {}
        self._server: BaseWSGIServer | None = None
        self._thread: Thread | None = None

    @property
    def hosts(self) -> tuple[str, ...]:
        """The sample hosts' names, without `.localhost`."""
        return tuple(self._sites)

    def start(self) -> None:
        """Begin serving in a thread. Raises `SampleWebError` when the port is taken."""
        try:
            self._server = make_server(LOOPBACK, self.port, self._application, True, request_handler=_Quiet)
        except (OSError, SystemExit) as error:
            raise SampleWebError(
                f"The sample web needs a free port on {LOOPBACK}; {self.port} is in use. Choose another port."
            ) from error
        self.port = self._server.server_port
        self._thread = Thread(target=self._server.serve_forever, name="sample-web", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End serving; harmless when it is not running."""
        if self._server and self._thread:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
        self._server = self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def url(self, host: str, path: str = "/") -> str:
        """The address of `path` on a sample host."""
        return base_address(host, self.port) + path

    def _application(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        request = Request(environ)
        host = request.host.partition(":")[0].removesuffix(".localhost")
        response = self._respond(host, request)
        self.visits.append(Visit(host, request.full_path.removesuffix("?"), response.status_code))
        return response(environ, start_response)

    def _respond(self, host: str, request: Request) -> Response:
        if host not in self._sites:
            return Response(f"There is no sample host {host!r} here.\n", status=404)
        if request.method not in {"GET", "HEAD"}:
            return Response("This server only reads.\n", status=405)
        handler = self._routes_of(host).get(request.path)
        if handler is None:
            return Response("Page not found.\n", status=404)
        return handler(request).make_conditional(request)

    def _routes_of(self, host: str) -> Routes:
        key = (host, self.edition)
        if key not in self._routes:
            self._routes[key] = site_routes(self._sites[host], self.edition, self.port)
        return self._routes[key]


class _Quiet(WSGIRequestHandler):
    """Keeps connections open, and standard error free of access lines."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing: `SampleWeb.visits` is the log."""


def site_routes(site: Site, edition: int, port: int) -> Routes:
    """Every path that the site answers in that edition."""
    view = SiteView(site, as_of(site.statements, edition), port)
    broken: Routes = {one.path: _status(one.status) for one in site.broken}
    stored: Routes = {f"/files/{path.name}": _stored(view, path) for path in (site.folder / "files").glob("*")}
    pages = SHAPES[site.shape](view)
    robots = answer_robots(view, "/sitemap.xml" in pages)
    return {"/robots.txt": robots, **stored, **broken, **pages}


def answer_robots(view: SiteView, with_sitemap: bool) -> Callable[[Request], Response]:
    """The robots.txt of a site, which names its sitemap where there is one."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in view.site.disallow)]
    lines += [f"Sitemap: {view.base}/sitemap.xml"] if with_sitemap else []
    return lambda _: answer("\n".join([*lines, ""]), "text/plain", date(2023, 1, 2))


def _status(status: int) -> Callable[[Request], Response]:
    return lambda _: Response(f"<h1>Error {status}</h1>\n", status=status, mimetype="text/html")


def _stored(view: SiteView, path: Path) -> Callable[[Request], Response]:
    types = {".pdf": "application/pdf", ".docx": DOCX}
    owner = next(one for one in view.statements if one.slug == path.stem)
    return lambda _: answer(path.read_bytes(), types[path.suffix], owner.changed)
