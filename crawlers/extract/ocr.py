"""Text recognition by the `tesseract` program, where it is installed: one picture in, its lines out.

The program is run as a child with bounds on time and memory and gets the picture through a pipe, so that no
file is written (docs/decisions/ocr.md).
"""

import resource
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

from crawlers.extract.limits import SCAN_MEMORY, SCAN_PAGE_SECONDS, Unreadable
from crawlers.extract.wordlists import word_list

_PROGRAM = "tesseract"
_WORD_LEVEL = "5"
_JUNK = 30.0
"""Lines read with less confidence than this are specks, logos and signatures."""


@dataclass(frozen=True)
class Seen:
    """A line as recognised: its words, place in pixels from the picture's upper left corner, height of its
    paragraph's type, and mean confidence (0 to 100).
    """

    text: str
    left: int
    top: int
    right: int
    bottom: int
    size: float
    confidence: float


@dataclass(frozen=True)
class Picture:
    """A page in grey: `pixels` are `width` × `height` bytes, row by row; `dpi` its resolution."""

    width: int
    height: int
    pixels: bytes
    dpi: int


@cache
def recogniser() -> str:
    """Which recogniser is installed, with its version and languages; empty where none is."""
    if shutil.which(_PROGRAM) is None:
        return ""
    version = _run(["--version"]).decode("utf-8", "replace").split("\n")[0].strip()
    return f"{version} ({', '.join(languages())})" if languages() else ""


@cache
def languages() -> tuple[str, ...]:
    """The languages that the installed recogniser can read, by its own codes."""
    lines = _run(["--list-langs"]).decode("utf-8", "replace").split("\n")[1:]
    return tuple(line.strip() for line in lines if line.strip() and line.strip() != "osd")


def language_code(language: str) -> str | None:
    """The recogniser's code of an ISO 639-1 language, where it is installed."""
    codes = word_list("recognition")["languages"].get(language, ())
    return next((code for code in codes if code in languages()), None)


@dataclass(frozen=True)
class Standing:
    """How a page stands: by how many degrees it must be turned clockwise, and a language of its script."""

    turn: int
    language: str


def standing(picture: Picture) -> Standing:
    """How the page in `picture` stands; upright, and in English or the first language there is, when unsure."""
    try:
        said = _run(["stdin", "stdout", "--psm", "0", "--dpi", str(picture.dpi)], picture).decode("utf-8", "replace")
    except Unreadable:
        said = ""
    values = dict(line.split(":", 1) for line in said.split("\n") if ":" in line)
    script = values.get("Script", "latin").strip().casefold()
    codes = word_list("recognition")["scripts"].get(script, ())
    language = next((code for code in (*codes, "eng", *languages()) if code in languages()), "eng")
    turn = values.get("Rotate", "0").strip()
    return Standing(int(turn) if turn in {"90", "180", "270"} else 0, language)


def recognise(picture: Picture, language: str) -> list[Seen]:
    """The lines in `picture`, in the recogniser's order of reading. Raises `Unreadable` where it fails."""
    table = _run(
        ["stdin", "stdout", "-l", language, "--psm", "3", "--dpi", str(picture.dpi), "-c", "tessedit_create_tsv=1"],
        picture,
    )
    return [line for line in _lines(table.decode("utf-8", "replace")) if line.confidence >= _JUNK]


def _run(arguments: Sequence[str], picture: Picture | None = None) -> bytes:
    """What the program prints. Raises `Unreadable` where it takes too long, too much, or ends badly."""
    program = shutil.which(_PROGRAM) or _PROGRAM
    data = b"" if picture is None else b"P5 %d %d 255\n" % (picture.width, picture.height) + picture.pixels
    child = subprocess.Popen(  # noqa: S603 - a fixed program with arguments of our own
        [program, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"},
    )
    try:
        resource.prlimit(child.pid, resource.RLIMIT_AS, (SCAN_MEMORY, SCAN_MEMORY))
        out, _ = child.communicate(data, timeout=SCAN_PAGE_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(f"Text recognition took more than {SCAN_PAGE_SECONDS} seconds for one page.") from error
    except (OSError, ProcessLookupError) as error:
        raise Unreadable(f"Text recognition broke off: {error}.") from error
    finally:
        child.kill()
        child.communicate()
    if child.returncode:
        raise Unreadable(f"Text recognition broke off (exit status {child.returncode}).")
    return out


def _lines(table: str) -> Iterator[Seen]:
    """The lines of tesseract's table of words: level, page, block, paragraph, line, word, box, confidence, text."""
    words: dict[tuple[str, ...], list[list[str]]] = {}
    for row in table.split("\n")[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == _WORD_LEVEL and cells[11].strip():
            words.setdefault(tuple(cells[1:5]), []).append(cells)
    heights: dict[tuple[str, ...], list[int]] = {}
    for key, line in words.items():
        heights.setdefault(key[:3], []).append(max(int(word[9]) for word in line))
    for key, line in words.items():
        yield _line(line, median(heights[key[:3]]))


def _line(words: Sequence[Sequence[str]], size: float) -> Seen:
    letters = sum(len(word[11]) for word in words)
    return Seen(
        text=" ".join(word[11].strip() for word in words),
        left=min(int(word[6]) for word in words),
        top=min(int(word[7]) for word in words),
        right=max(int(word[6]) + int(word[8]) for word in words),
        bottom=max(int(word[7]) + int(word[9]) for word in words),
        size=size,
        confidence=sum(float(word[10]) * len(word[11]) for word in words) / letters,
    )
