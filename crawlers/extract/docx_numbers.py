"""Numbers of Word's lists written into the paragraphs: "5." is no text in a DOCX, and recommendations are cited by it.

Each paragraph of a numbered list gets the number that Word would print, from `word/numbering.xml` and the styles
(ECMA-376, part 1, 17.9). Bullets stay lists. Deleted and moved-away text is taken out on the way.
"""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
DOCUMENT, NUMBERING, STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MOST_BASES = 12


@dataclass(frozen=True)
class _Level:
    """One level of a list: its form (`decimal`, `lowerLetter` …), its pattern ("%1.%2"), where it starts."""

    form: str
    pattern: str
    start: int


@dataclass
class _Lists:
    """The lists of a document: number of a list → its levels; style → number and level of its list."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)


def with_numbers(body: bytes) -> bytes:
    """The DOCX with its list numbers written out. Raises `KeyError`, `ValueError` or `BadZipFile` when broken."""
    source = zipfile.ZipFile(io.BytesIO(body))
    document = _parsed(source, DOCUMENT)
    if document is None:
        raise KeyError(DOCUMENT)
    _drop_gone(document)
    lists = _read_lists(_parsed(source, NUMBERING), _parsed(source, STYLES))
    _write_numbers(document, lists)
    target = io.BytesIO()
    with source, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for part in source.infolist():
            if part.filename.startswith("word/media/"):
                continue
            is_text = part.filename == DOCUMENT
            archive.writestr(part.filename, etree.tostring(document) if is_text else source.read(part))
    return target.getvalue()


def _parsed(archive: zipfile.ZipFile, name: str) -> Element | None:
    if name not in archive.namelist():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(archive.read(name), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"{name}: {error}") from error


def _drop_gone(document: Element) -> None:
    for gone in [*document.iter(f"{_W}del", f"{_W}moveFrom")]:
        parent = gone.getparent()
        if parent is not None and len(gone):
            parent.remove(gone)


def _read_lists(numbering: Element | None, styles: Element | None) -> _Lists:
    lists = _Lists()
    if numbering is not None:
        kinds = {_value(kind, "abstractNumId"): kind for kind in numbering.iter(f"{_W}abstractNum")}
        for number in numbering.iter(f"{_W}num"):
            link = number.find(f"{_W}abstractNumId")
            key = _value(link, "val") if link is not None else ""
            lists.abstract[_value(number, "numId")] = key
            lists.levels[_value(number, "numId")] = _levels(kinds.get(key)) | _levels(number)
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        name, base, place = _value(style, "styleId"), style.find(f"{_W}basedOn"), _place(style)
        if base is not None:
            lists.bases[name] = _value(base, "val")
        if place:
            lists.styles[name] = place
    return lists


def _levels(kind: Element | None) -> dict[int, _Level]:
    found = {}
    for level in kind.iter(f"{_W}lvl") if kind is not None else ():
        parts = {str(part.tag).removeprefix(_W): _value(part, "val") for part in level if isinstance(part.tag, str)}
        start = parts.get("start", "1")
        found[_number(_value(level, "ilvl"))] = _Level(
            parts.get("numFmt", "decimal"), parts.get("lvlText", "%1."), _number(start, 1)
        )
    return found


def _write_numbers(document: Element, lists: _Lists) -> None:
    counts: dict[str, dict[int, int]] = defaultdict(dict)
    for paragraph in document.iter(f"{_W}p"):
        place = _place(paragraph) or _style_place(paragraph, lists)
        levels = lists.levels.get(place[0], {}) if place else {}
        level = levels.get(place[1]) if place else None
        if place is None or level is None or level.form in {"bullet", "none"} or not _has_text(paragraph):
            continue
        count = counts[lists.abstract.get(place[0], place[0])]
        count[place[1]] = count.get(place[1], level.start - 1) + 1
        for deeper in [key for key in count if key > place[1]]:
            del count[deeper]
        _write(paragraph, _label(level.pattern, levels, count))


def _has_text(paragraph: Element) -> bool:
    return any((text.text or "").strip() for text in paragraph.iter(f"{_W}t"))


def _label(pattern: str, levels: dict[int, _Level], count: dict[int, int]) -> str:
    for at in range(9):
        if f"%{at + 1}" in pattern:
            level = levels.get(at)
            value = count.get(at, level.start if level else 1)
            pattern = pattern.replace(f"%{at + 1}", _written(value, level.form if level else "decimal"))
    return pattern.strip()


def _written(value: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value > 0 else ""
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"}:
        roman = "".join(_roman(value))
        return roman.upper() if form == "upperRoman" else roman
    return f"{value:02d}" if form == "decimalZero" else str(value)


def _roman(value: int) -> Iterator[str]:
    for worth, sign in _ROMAN:
        yield sign * min(value // worth, 20)
        value %= worth


def _write(paragraph: Element, label: str) -> None:
    """The label as the paragraph's first run; no list any more, so that it is read as text."""
    properties = paragraph.find(f"{_W}pPr")
    if properties is not None:
        for number in properties.findall(f"{_W}numPr"):
            properties.remove(number)
    run = etree.Element(f"{_W}r")
    text = etree.SubElement(run, f"{_W}t")
    text.text = f"{label} "
    text.set(_XML_SPACE, "preserve")
    paragraph.insert(0 if properties is None else 1, run)


def _place(element: Element) -> tuple[str, int] | None:
    """List and level that an element's own properties give it."""
    number = element.find(f"{_W}pPr/{_W}numPr/{_W}numId")
    level = element.find(f"{_W}pPr/{_W}numPr/{_W}ilvl")
    if number is None:
        return None
    return _value(number, "val"), _number(_value(level, "val")) if level is not None else 0


def _style_place(paragraph: Element, lists: _Lists) -> tuple[str, int] | None:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = _value(style, "val") if style is not None else ""
    for _ in range(_MOST_BASES):
        if name in lists.styles:
            return lists.styles[name]
        name = lists.bases.get(name, "")
    return None


def _value(element: Element, name: str) -> str:
    return str(element.get(f"{_W}{name}") or "")


def _number(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isdigit() and len(text) < 7 else otherwise
