"""Pages of a PDF that are pictures, or whose text layer is rubbish: which they are, and reading them by recognition."""

import math
import re
import time
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import pypdfium2
import stopwordsiso
from pypdfium2 import raw

from crawlers.extract import ocr
from crawlers.extract.languages import language_of
from crawlers.extract.limits import SCAN_PAGES, SCAN_PIXELS, SCAN_SECONDS, Unreadable
from crawlers.extract.page import Recognition
from crawlers.extract.pdf_glyphs import PrintedPage
from crawlers.extract.pdf_lines import HYPHEN, Line

Pixels = npt.NDArray[np.uint8]

_FEWEST_LETTERS = 30
"""A page or paper with fewer letters has no text layer worth the name."""
_PICTURE_SHARE = 0.3
"""From this share of the page on, a picture is taken for the page itself."""
_MANY_PATHS = 400
"""So many drawn outlines and no letters: text that was turned into curves."""
_UNREAD_SHARE = 0.3
_DPI = 300
_WORDS = re.compile(r"[^\W\d_]+")
_ODD = re.compile(r"[A-Za-z][^\w\s'’.,;:/&@)-]+[A-Za-z]|[a-z][A-Z0-9]|[A-Z][0-9][A-Z]")
_LATIN = ["en", "fr", "es", "pt", "de", "it", "nl", "sv", "pl", "ro", "cs", "hr", "tr", "id", "sw"]
_MANY_WORDS = 60
_FEWEST_COMMON = 0.08
_ODD_SHARE = 0.25
NO_LAYER = "The PDF has no text layer: its pages are pictures, and reading them needs text recognition"
RUBBISH = "The PDF's text layer cannot be read: its fonts do not say which letters they draw"
REMEDY = "install the program tesseract with the paper's language, then run the pipeline again"


def needs_recognition(document: pypdfium2.PdfDocument, printed: Sequence[PrintedPage]) -> list[int]:
    """The pages that must be read as pictures. Raises `Unreadable` where no page shows anything to read."""
    rubbish = _is_rubbish(printed)
    wanted = [
        number
        for number, page in enumerate(printed)
        if rubbish or _is_unread(page) or (page.letters < _FEWEST_LETTERS and _is_picture(document, number))
    ]
    if not wanted and sum(page.letters for page in printed) < _FEWEST_LETTERS:
        raise Unreadable("The PDF has no text layer, and its pages show no picture of text either.")
    return wanted


def recognised(
    document: pypdfium2.PdfDocument, printed: Sequence[PrintedPage], wanted: Sequence[int]
) -> tuple[dict[int, list[Line]], Recognition]:
    """The lines of the `wanted` pages by number, and how sure the recogniser was.

    Without a recogniser: none, where enough other pages have a text layer. Raises `Unreadable` otherwise.
    """
    others = sum(page.letters for number, page in enumerate(printed) if number not in set(wanted))
    if not ocr.recogniser():
        if others >= _FEWEST_LETTERS:
            return {}, Recognition(0, len(printed), 0.0, tuple(wanted))
        reason = RUBBISH if any(printed[number].letters >= _FEWEST_LETTERS for number in wanted) else NO_LAYER
        raise Unreadable(f"{reason}: {REMEDY}.")
    if len(wanted) > SCAN_PAGES:
        raise Unreadable(f"{len(wanted)} pages of the PDF are pictures; text recognition reads up to {SCAN_PAGES}.")
    pages, confidence = _read(document, wanted)
    if sum(len(line.text) for lines in pages.values() for line in lines) + others < _FEWEST_LETTERS:
        raise Unreadable("The PDF has no text layer, and text recognition found no words in its pictures.")
    return pages, Recognition(len(wanted), len(printed), confidence)


def _read(document: pypdfium2.PdfDocument, wanted: Sequence[int]) -> tuple[dict[int, list[Line]], float]:
    started, language = time.monotonic(), ""
    pages: dict[int, list[Line]] = {}
    letters = weighed = 0.0
    for number in wanted:
        if time.monotonic() - started > SCAN_SECONDS:
            raise Unreadable(f"Text recognition took more than {SCAN_SECONDS} seconds for the PDF.")
        picture, scale, script = _upright(*_picture(document, number))
        seen = ocr.recognise(picture, language or script)
        if not language:
            language = _language(seen) or script
            seen = ocr.recognise(picture, language) if language != script else seen
        pages[number] = [_line(line, number, picture.height, scale) for line in seen]
        letters += sum(len(line.text) for line in seen)
        weighed += sum(len(line.text) * line.confidence for line in seen)
    return pages, weighed / letters if letters else 0.0


def _language(seen: Sequence[ocr.Seen]) -> str | None:
    """The recogniser's language for a paper, by what a first reading in its script says."""
    language = language_of(" ".join(line.text for line in seen))
    return ocr.language_code(language) if language else None


def _picture(document: pypdfium2.PdfDocument, number: int) -> tuple[Pixels, float]:
    """The page in grey, and its pixels a point; large pages are drawn smaller."""
    page = document[number]
    try:
        width, height = page.get_size()
        scale = min(_DPI / 72, math.sqrt(SCAN_PIXELS / max(width * height, 1.0)))
        pixels = page.render(scale=scale, grayscale=True).to_numpy()
    finally:
        page.close()
    return pixels.reshape(pixels.shape[:2]), scale


def _upright(pixels: Pixels, scale: float) -> tuple[ocr.Picture, float, str]:
    """The picture turned so that its text stands upright, and a language of the text's script."""
    dpi = max(70, round(scale * 72))
    picture = ocr.Picture(pixels.shape[1], pixels.shape[0], pixels.tobytes(), dpi)
    standing = ocr.standing(picture)
    if standing.turn:
        pixels = np.rot90(pixels, -standing.turn // 90)
        picture = ocr.Picture(pixels.shape[1], pixels.shape[0], pixels.tobytes(), dpi)
    return picture, scale, standing.language


def _line(seen: ocr.Seen, number: int, height: int, scale: float) -> Line:
    text = seen.text[:-1] + HYPHEN if re.search(r"[^\W\d_]{2}[-‐¬]$", seen.text) else seen.text
    top = (height - seen.top) / scale
    size = seen.size / scale
    return Line(text, number, seen.left / scale, seen.right / scale, top, top - size, size)


def _is_unread(page: PrintedPage) -> bool:
    return page.letters >= _FEWEST_LETTERS and page.unread > _UNREAD_SHARE * page.letters


def _is_picture(document: pypdfium2.PdfDocument, number: int) -> bool:
    """A picture fills a good part of the page, or outlines stand for letters."""
    page = document[number]
    try:
        width, height = page.get_size()
        area = paths = 0.0
        for thing in page.get_objects(max_depth=3):
            if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
                left, bottom, right, top = thing.get_bounds()
                area = max(area, abs((right - left) * (top - bottom)))
            paths += thing.type == raw.FPDF_PAGEOBJ_PATH
    finally:
        page.close()
    return area > _PICTURE_SHARE * width * height or paths > _MANY_PATHS


def _is_rubbish(printed: Sequence[PrintedPage]) -> bool:
    """A text layer in letters that make no words: no common word of any language, and odd letters besides."""
    text = " ".join(run.text for page in printed for run in page.runs)[:50_000]
    tokens = text.split()
    latin = [token for token in tokens if re.search("[A-Za-z]", token)]
    if len(latin) < max(_MANY_WORDS, 0.5 * len(tokens)):
        return False
    words = [word.casefold() for word in _WORDS.findall(text)]
    common = sum(1 for word in words if len(word) > 1 and word in _common_words())
    if common > _FEWEST_COMMON * len(latin):
        return False
    letters = "".join(words)
    vowels = sum(1 for sign in letters if sign in "aeiouyáéíóúàèùâêîôûäöüãõåæøı")
    odd = sum(
        1 for token in latin if re.search(r"[A-Za-z][^\w\s'’.,;:/&@)-]+[A-Za-z]|[a-z][A-Z0-9]|[A-Z][0-9][A-Z]", token)
    )
    return vowels < _ODD_SHARE * len(letters) or odd > _ODD_SHARE * len(latin)


@cache
def _common_words() -> frozenset[str]:
    """The words that every text is full of, in languages of Latin script that papers are written in."""
    return frozenset(stopwordsiso.stopwords(_LATIN))
