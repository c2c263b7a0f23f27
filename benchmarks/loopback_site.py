"""A site of many pages on loopback, quick enough not to be what is measured; it runs as a process of its own.

`python -m benchmarks.loopback_site PAGES` prints its port, then serves until its standard input ends. The list is
cut into pages of `PER_LIST` links at `/list/<n>`; `/clock` answers how long the first to the last page took.
"""

import asyncio
import json
import sys
import threading
import time
from collections.abc import Callable

PER_LIST = 100
SENTENCES = (
    "The draft lets an order for data be made without a judge, and says nothing of what the person may do then.",
    "A sample sentence about evidence, cooperation and the limits of both stands here so that the page has a size.",
    "Whoever reads this page for a measurement reads invented words of an invented organisation.",
)
PAGE = """<!doctype html><html lang="en"><head><title>Sample statement {n}</title><meta charset="utf-8"></head>
<body><header><nav><a href="/list/0">All statements</a></nav></header><main><h1>Sample statement {n}</h1>{text}</main>
<footer><p>An invented organisation</p></footer></body></html>"""


def page_of(number: int, size: int = 40) -> bytes:
    """The bytes of one page: some 8 kB of HTML that no other page has."""
    text = "".join(f"<p>{number}.{n} {SENTENCES[(number + n) % 3]} {SENTENCES[n % 3]}</p>" for n in range(size))
    return PAGE.format(n=number, text=text).encode()


def list_of(number: int, pages: int) -> bytes:
    """The bytes of one page of the list, with a link to the next."""
    items = range(number * PER_LIST, min(pages, (number + 1) * PER_LIST))
    links = "".join(f'<li><a href="/page/{n}">Sample statement {n}</a></li>' for n in items)
    following = f'<a rel="next" href="/list/{number + 1}">Next</a>' if (number + 1) * PER_LIST < pages else ""
    return f"<!doctype html><html><body><main><ul>{links}</ul>{following}</main></body></html>".encode()


class Site:
    """Answers by path, made before anything is measured, and the times of the first and last page asked for."""

    def __init__(self, pages: int) -> None:
        self.answers = {f"/page/{n}": _answer(page_of(n), f'"{n}"') for n in range(pages)}
        lists = -(-pages // PER_LIST)
        self.answers |= {f"/list/{n}": _answer(list_of(n, pages), f'"list-{n}"') for n in range(lists)}
        self.first = self.last = 0.0
        self.asked = 0

    def answer(self, path: str) -> bytes:
        """The whole answer to a request for `path`, head and body."""
        if path == "/clock":
            return self._clock()
        if path.startswith("/page/"):
            self.last = time.perf_counter()
            self.first = self.first or self.last
            self.asked += 1
        return self.answers.get(path) or _answer(b"no", status="404 Not Found")

    def _clock(self) -> bytes:
        """Pages asked for and seconds since the first, since the clock was last read."""
        said = json.dumps({"pages": self.asked, "seconds": self.last - self.first}).encode()
        self.first, self.asked = 0.0, 0
        return _answer(said)


def _answer(body: bytes, etag: str = "", status: str = "200 OK") -> bytes:
    tag = f"ETag: {etag}\r\n" if etag else ""
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n{tag}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class Talk(asyncio.Protocol):
    """One connection, kept alive; requests have no bodies."""

    def __init__(self, answer: Callable[[str], bytes]) -> None:
        self._answer, self._heard = answer, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  (TCP)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete."""
        *requests, self._heard = (self._heard + data).split(b"\r\n\r\n")
        for request in requests:
            self._transport.write(self._answer(request.split(b" ", 2)[1].decode("latin-1")))


async def serve(pages: int) -> None:
    """Serve until standard input ends."""
    site, loop, ended = Site(pages), asyncio.get_running_loop(), asyncio.Event()
    server = await loop.create_server(lambda: Talk(site.answer), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    threading.Thread(target=lambda: (sys.stdin.read(), loop.call_soon_threadsafe(ended.set)), daemon=True).start()
    await ended.wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
