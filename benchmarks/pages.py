"""How quick pages are while a collection writes: `python -m benchmarks.pages --passages 100000`.

Makes an installation (`benchmarks.installation`), serves it with `travaux serve` in a process of its own, and lets 20
readers each ask for a page every two seconds, of all kinds in turn, while another process writes: a capture with its
page of a source every 50 ms as a crawl does, and a new statement with pairs every two seconds as processing does.
Prints one JSON object: for every kind of page the number of answers, p50 and p95 in milliseconds (from asking to the
last byte); `p95` over all; `target` and `met`. Exit status 1 where the target is missed or an answer was no 200.
"""

import argparse
import http.client
import json
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import select

from benchmarks.installation import examples_of, fill
from db.docket import load_docket
from db.models import Capture, Label, Organisation, Pair, Passage, Revision, Statement
from db.session import open_installation, writing
from db.settings import Settings

TARGET = 150
READERS, EVERY = 20, 2.0
PAGES: dict[str, tuple[str, ...]] = {
    "front": ("/",),
    "front, switched": ("/?side=asks", "/?kind=industry", "/?cited=rev3&from=2023", "/?origin=implicit&to=2024-06"),
    "article": ("/articles/24", "/articles/7", "/articles/29", "/articles/35", "/articles/6"),
    "cell": ("/articles/24?concern=safeguards", "/articles/7?concern=researchers", "/articles/29?concern=surveillance"),
    "list behind a figure": ("/articles/24?show=statements", "/articles/29?show=endorsements"),
    "concern": ("/concerns/surveillance", "/concerns/scope"),
    "organisation": tuple(f"/organisations/sample-{number}" for number in range(1, 20)),
    "statement": tuple(f"/statements/{number}" for number in range(1, 200)),
    "lists": ("/statements", "/organisations", "/articles", "/new?new_since=2026-01-01"),
    "coverage": ("/coverage",),
    "feed": ("/articles/24/feed.atom",),
}


def page_of(number: int, chance: random.Random) -> tuple[str, str]:
    """The kind and the address of a reader's next page: kinds in turn, so that each is asked for as often."""
    kind = list(PAGES)[number % len(PAGES)]
    return kind, chance.choice(PAGES[kind])


def reader(port: int, seed: int, until: float, found: list[tuple[str, float, int]]) -> None:
    """One reader: a page every `EVERY` seconds. Appends kind, milliseconds and status."""
    chance = random.Random(seed)  # noqa: S311  (no secret)
    time.sleep(chance.random() * EVERY)
    number = seed
    while (began := time.monotonic()) < until:
        kind, address = page_of(number, chance)
        found.append((kind, *_asked(port, address)))
        number += 1
        time.sleep(max(0.0, EVERY - (time.monotonic() - began)))


def _asked(port: int, address: str) -> tuple[float, int]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    began = time.perf_counter()
    connection.request("GET", address)
    answer = connection.getresponse()
    answer.read()
    taken = (time.perf_counter() - began) * 1000
    connection.close()
    return taken, answer.status


def write_on(settings: Settings, seconds: float) -> int:
    """Write as a crawl and processing do, for so long; how many writes there were."""
    engine, docket = open_installation(settings), load_docket(settings.docket)
    examples, until, count = examples_of(docket), time.monotonic() + seconds, 0
    while time.monotonic() < until:
        _capture(engine, count)
        if count % 40 == 0:
            _new_statement(engine, examples[count % len(examples)], count)
        count += 1
        time.sleep(0.05)
    return count


def _capture(engine: Engine, number: int) -> None:
    now = datetime.now(UTC)
    with writing(engine) as session:
        session.add(Capture(address=f"https://sample.example/new/{number}", sha256=f"{number:064}", captured_at=now,
                            media_type="text/html", size=9, stored_at=now, origin="crawl", source="sample",
                            http_status=200, warc_file="sample.warc.gz", warc_offset=0))  # fmt: skip


def _new_statement(engine: Engine, example: dict[str, Any], number: int) -> None:
    now, text = datetime.now(UTC), example["text"]
    with writing(engine) as session:
        author, capture = session.exec(select(Organisation.id)).first(), session.exec(select(Capture.id)).first()
        row = Statement(address=f"urn:sample:{number}", title="Sample", published="2024-08-01", first_seen=now,
                        language="en", doc_kind="letter", organisation_id=author, on_topic=True)  # fmt: skip
        session.add(row)
        session.flush()
        revision = Revision(statement_id=row.id or 0, capture_id=capture or 0, number=1, title="Sample", text=text,
                            text_sha256=f"{number:064}", body_end=len(text), captured_at=now)  # fmt: skip
        session.add(revision)
        session.flush()
        row.revision_id = revision.id
        passage = Passage(revision_id=revision.id or 0, position=0, start=0, end=len(text), text=text, text_sha256="x")
        session.add(passage)
        session.flush()
        session.add(Label(passage_id=passage.id or 0, kind="stance", key="objection", score=1, status="shown",
                          origin="model", reason="made"))  # fmt: skip
        for concern, provision in example.get("pairs", []):
            session.add(Pair(passage_id=passage.id or 0, concern=concern, provision=provision, origin="explicit",
                             status="shown", start=0, end=len(text), reason="made"))  # fmt: skip


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """The port of a `travaux serve` of the installation, once it answers."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = int(held.getsockname()[1])
    command = [sys.executable, "travaux.py", "--data", str(folder), "serve", "--port", str(port)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        try:
            if _asked(port, "/healthz")[1] == 200:
                return
        except OSError:
            if process.poll() is not None:
                raise RuntimeError("travaux serve ended before it answered. Run it by hand to see why.") from None
        time.sleep(0.1)
    raise RuntimeError("travaux serve did not answer within a minute.")


def measured(folder: Path, seconds: float, readers: int = READERS) -> dict[str, Any]:
    """Serve, write and read for so long; the figures."""
    found: list[tuple[str, float, int]] = []
    with served(folder) as port:
        first = {kind: round(_asked(port, PAGES[kind][0])[0]) for kind in PAGES}
        until = time.monotonic() + seconds
        code = ("-c", f"from benchmarks.pages import *; write_on(Settings(data=Path({str(folder)!r})), {seconds})")
        with subprocess.Popen([sys.executable, *code]) as writer:
            threads = [threading.Thread(target=reader, args=(port, n, until, found)) for n in range(readers)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        written = writer.returncode == 0
    return {**summary(found), "first_ms": first, "writer_went_well": written}


def summary(found: Sequence[tuple[str, float, int]]) -> dict[str, Any]:
    """Answers, p50 and p95 by kind and over all; how many answers were no 200."""
    by_kind: dict[str, list[float]] = defaultdict(list)
    for kind, taken, _ in found:
        by_kind[kind].append(taken)
    every = [taken for _, taken, _ in found]
    kinds = {kind: {"answers": len(t), "p50": share(t, 0.5), "p95": share(t, 0.95)} for kind, t in by_kind.items()}
    wrong = sum(status != 200 for *_, status in found)
    return {"pages": kinds, "answers": len(every), "wrong": wrong, "p50": share(every, 0.5), "p95": share(every, 0.95)}


def share(times: Sequence[float], part: float) -> int:
    """The time within which `part` of the answers came, in whole milliseconds."""
    ranked = sorted(times)
    return round(ranked[min(len(ranked) - 1, int(len(ranked) * part))]) if ranked else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Make, measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000, help="size of the installation  [100000]")
    parser.add_argument("--seconds", type=float, default=60, help="how long to read  [60]")
    parser.add_argument("--data", type=Path, help="an installation made before; it is made there if it is missing")
    options = parser.parse_args(arguments)
    folder = options.data or Path(tempfile.mkdtemp(prefix="travaux-pages-"))
    if not (folder / "travaux.db").exists():
        with writing(open_installation(Settings(data=folder))) as session:
            fill(session, load_docket("un-cybercrime"), options.passages)
    figures = measured(folder, options.seconds)
    if options.data is None:
        shutil.rmtree(folder)
    met = figures["p95"] <= TARGET and not figures["wrong"] and figures["writer_went_well"]
    print(json.dumps({"passages": options.passages, **figures, "target": TARGET, "met": met}))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
