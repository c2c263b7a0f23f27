"""How quick a crawl is beside a bare Scrapy spider, and whether its memory grows with the site.

`python -m benchmarks.crawl` prints JSON; its fields are explained in benchmarks/README.md.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import urlopen

SOURCE = """[[source]]
key = "loopback"
organisation = "The loopback society"
kind = "ngo"
way = "listing"
address = "http://127.0.0.1:{port}/list/0"
item_pattern = "/page/"
expect_min = {pages}
"""
ROOT = Path(__file__).resolve().parents[1]
TARGET = 0.8


@dataclass(frozen=True)
class Run:
    """One crawl of the whole site: `seconds` from the first page asked for to the last, `whole` of the command."""

    pages: int
    seconds: float
    whole: float
    peak_mb: float

    @property
    def rate(self) -> float:
        """Pages a second."""
        return self.pages / self.seconds


@contextmanager
def site(pages: int) -> Iterator[int]:
    """The loopback site's port, while it runs."""
    command = [sys.executable, "-m", "benchmarks.loopback_site", str(pages)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout and server.stdin  # noqa: S101  (pipes)
        yield int(server.stdout.readline())
        server.stdin.close()


def timed(command: list[str], port: int, environment: dict[str, str] | None = None) -> Run:
    """Run one crawl to its end. Raises `RuntimeError` when it fails."""
    began = time.perf_counter()
    quiet, variables = subprocess.DEVNULL, {**os.environ, **(environment or {})}
    child = subprocess.Popen(command, cwd=ROOT, env=variables, stdin=quiet, stdout=quiet)
    _, status, usage = os.wait4(child.pid, 0)
    whole = time.perf_counter() - began
    with urlopen(f"http://127.0.0.1:{port}/clock") as answer:
        clock = json.load(answer)
    if status or not clock["pages"]:
        raise RuntimeError(f"{' '.join(command)} ended with {status} after {clock['pages']} pages.")
    return Run(clock["pages"], clock["seconds"], whole, usage.ru_maxrss / 1024)


def travaux_run(port: int, pages: int) -> Run:
    """`travaux crawl` of the site into an installation of its own."""
    folder = Path(tempfile.mkdtemp(prefix="travaux-benchmark-"))
    try:
        (folder / "sources.toml").write_text(SOURCE.format(port=port, pages=pages), encoding="utf-8")
        environment = {
            "TRAVAUX_SOURCES": str(folder / "sources.toml"),
            "TRAVAUX_CRAWL_DELAY": "0",
            "TRAVAUX_CRAWL_LOOPBACK": "true",
            "TRAVAUX_CRAWL_MAX_PAGES": str(pages),
        }
        command = [sys.executable, "-m", "travaux", "--data", str(folder / "data"), "crawl"]
        return timed(command, port, environment)
    finally:
        shutil.rmtree(folder)


def bare_run(port: int) -> Run:
    """The bare spider's crawl of the site."""
    return timed([sys.executable, "-m", "benchmarks.bare_spider", str(port)], port)


def compare(pages: int, pairs: int) -> dict[str, Any]:
    """Paired runs, one after the other in turn; the ratio of each pair and what they come to."""
    with site(pages) as port:
        runs = [(travaux_run(port, pages), bare_run(port)) for _ in range(pairs)]
    ratios = [own.rate / bare.rate for own, bare in runs]
    whole = [bare.whole / own.whole for own, bare in runs]
    return {
        "pages": pages,
        "pairs": pairs,
        "ratio": round(median(ratios), 3),
        "ratio_spread": [round(min(ratios), 3), round(max(ratios), 3)],
        "ratio_of_whole_commands": round(median(whole), 3),
        "target": TARGET,
        "pages_a_second": round(median(own.rate for own, _ in runs)),
        "bare_pages_a_second": round(median(bare.rate for _, bare in runs)),
        "peak_mb": round(median(own.peak_mb for own, _ in runs), 1),
        "bare_peak_mb": round(median(bare.peak_mb for _, bare in runs), 1),
    }


def memory(pages: int) -> float:
    """Peak memory of one crawl of a site of `pages` pages, MB."""
    with site(pages) as port:
        return round(travaux_run(port, pages).peak_mb, 1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--pairs", type=int, default=5)
    chosen = parser.parse_args()
    found = compare(chosen.pages, chosen.pairs)
    found["memory_mb"] = {str(pages): memory(pages) for pages in (chosen.pages // 4, chosen.pages)}
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
