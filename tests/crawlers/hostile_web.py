"""A small loopback web that misbehaves on purpose. Every host `<name>.localhost` serves its own paths."""

import gzip
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import TracebackType
from typing import Self

PAGE = "<html><head><title>{0}</title></head><body><main><h1>{0}</h1><p>{1}</p></main></body></html>"


@dataclass(frozen=True)
class Answer:
    """What a path answers. `drip` sends the headers, then one byte now and again until the web is stopped."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: bool = False
    cut: bool = False
    """Promise more bytes than are sent."""


def page(title: str, text: str = "The draft convention still needs a judge before a search.") -> Answer:
    """An ordinary page that has validators for conditional requests."""
    body = PAGE.format(title, text).encode()
    return Answer(body, headers={"ETag": f'"{hash(body) & 0xFFFFFF:x}"'})


def redirect(to: str) -> Answer:
    """A redirect to `to`, whatever that is."""
    return Answer(status=302, headers={"Location": to})


def bomb(size: int) -> Answer:
    """A small body that unpacks to `size` bytes."""
    return Answer(gzip.compress(b"<p>" + b" " * size), headers={"Content-Encoding": "gzip"})


def feed(addresses: Iterable[str]) -> Answer:
    """An RSS feed of `addresses`, each with a title and a date."""
    items = "".join(
        f"<item><title>On {address.rpartition('/')[2]}</title><link>{address}</link>"
        "<pubDate>Mon, 05 Aug 2024 23:30:00 -0500</pubDate></item>"
        for address in addresses
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>'
    return Answer(body.encode(), kind="application/rss+xml")


class HostileWeb:
    """Serves `routes` (host → path → answer); `visits` lists (host, path, status) in order.

    `on_visit` is called before each answer.
    """

    def __init__(self) -> None:
        self.routes: dict[str, dict[str, Answer]] = {}
        self.visits: list[tuple[str, str, int]] = []
        self.on_visit: Callable[[str, str], object] = lambda host, path: None
        self.stopped = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def port(self) -> int:
        """The port served on."""
        return int(self._server.server_address[1])

    def url(self, host: str, path: str = "/") -> str:
        """The address of a path on a host."""
        return f"http://{host}.localhost:{self.port}{path}"

    def serve(self, host: str, routes: Mapping[str, Answer]) -> None:
        """Let a host answer `routes`, beside what it answers already."""
        self.routes.setdefault(host, {}).update(routes)

    def feed_of(self, host: str, routes: Mapping[str, Answer]) -> None:
        """Let a host answer `routes` and list all of them in `/feed.xml`."""
        self.serve(host, {**routes, "/feed.xml": feed(self.url(host, path) for path in routes)})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    web: HostileWeb
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        web = self.web
        host = self.headers.get("Host", "").partition(":")[0].removesuffix(".localhost")
        web.on_visit(host, self.path)
        answer = web.routes.get(host, {}).get(self.path, Answer(b"no", 404))
        known = answer.headers.get("ETag")
        status = 304 if known and self.headers.get("If-None-Match") == known else answer.status
        web.visits.append((host, self.path, status))
        try:
            self._send(answer, status)
        except OSError:
            self.close_connection = True

    def _send(self, answer: Answer, status: int) -> None:
        body = b"" if status == 304 else answer.body
        promised = len(body) + (1000 if answer.drip or answer.cut else 0)
        self.send_response(status)
        for name, value in {**answer.headers, "Content-Type": answer.kind}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(promised))
        self.end_headers()
        self.wfile.write(body)
        while answer.drip and not self.web.stopped.wait(0.05):
            self.wfile.write(b".")
            self.wfile.flush()
        self.close_connection = promised > len(body)

    def log_message(self, *args: object) -> None:
        """Say nothing: `HostileWeb.visits` is the log."""


def _handler(served: HostileWeb) -> type[BaseHTTPRequestHandler]:
    return type("Handler", (_Handler,), {"web": served})
