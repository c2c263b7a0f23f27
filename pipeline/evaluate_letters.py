"""How well letters are read: what `travaux eval letters` prints.

A letter is any file of the folder with a `.json` of the same name beside it (`gold/CONVENTIONS.md`, letters).
Strings are compared after collapsing white space. A field is the share of letters on which it is right; sets are
scored by F1 over all letters; groups as unordered pairs of files with their kind.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.scoring import Count

TARGETS = {
    "body_present": 0.97,
    "furniture_absent": 0.97,
    "title": 0.9,
    "published": 0.9,
    "organisation": 0.85,
    "signatories_f1": 0.93,
    "provisions_explicit_f1": 0.95,
    "groups_recall": 1.0,
    "groups_precision": 1.0,
}
_SINGLE = ("title", "published", "organisation", "language", "doc_kind", "org_kind", "addressee")
_MATES = {"republication_of": "republication", "translation_of": "translation", "revises": "revision"}
_LABEL = {"signatory_countries": "signatories", "asks_on_articles": "asks", "asks_on_the_treaty": "asks"}
"""The label behind a figure, where it has another name."""
Known = dict[str, Any]
Letter = tuple[Path, Known, Known | None]
"""A file, what should be found in it, and the line that `travaux read` prints; None where it was not read."""


def labelled_letters(folder: Path) -> list[tuple[Path, Known]]:
    """The letters of a folder with what should be found in each. Raises `ValueError` naming what is wrong."""
    found = []
    for path in sorted(each for each in folder.iterdir() if each.suffix != ".json" and each.is_file()):
        beside = path.with_suffix(".json")
        if beside.exists():
            found.append((path, _known(beside)))
    if not found:
        raise ValueError(f"{folder}: expected letters, each with a .json of the same name beside it, found none.")
    return found


def _known(path: Path) -> Known:
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path}: expected one JSON object, found a fault ({error}).") from error
    if not isinstance(known, dict):
        raise ValueError(f"{path}: expected one JSON object, found {type(known).__name__}.")
    return known


def evaluate_letters(letters: Sequence[Letter]) -> dict[str, Any]:
    """`{letters, unread, fields: {name: {value, n, target?}}, mistakes: {file: [what]}}`."""
    fields = {
        "body_present": _pieces(letters, "body_must_contain", lambda piece, body: piece in body),
        "furniture_absent": _pieces(letters, "body_must_not_contain", lambda piece, body: piece not in body),
        **{name: _share([_is_right(name, known, line) for _, known, line in letters]) for name in _SINGLE},
        **{f"{name}_f1": _f1(_counts(letters, name, of)) for name, of in SETS.items()},
        **_group_figures(letters),
    }
    for name, target in TARGETS.items():
        fields[name]["target"] = target
    return {
        "letters": len(letters),
        "unread": [path.name for path, _, line in letters if line is None],
        "fields": fields,
        "mistakes": {path.name: list(_mistakes(known, line)) for path, known, line in letters},
    }


def spaced(value: object) -> str:
    """`value` as text with single spaces; empty for None."""
    return " ".join(str(value).split()) if value is not None else ""


def _pieces(letters: Sequence[Letter], key: str, right: Callable[[str, str], bool]) -> dict[str, Any]:
    """The share of strings that the body holds (or does not); all strings of an unread letter are wrong."""
    return _share(
        [
            line is not None and right(spaced(piece), spaced(line["body"]))
            for _, known, line in letters
            for piece in known.get(key, ())
        ]
    )


def _is_right(name: str, known: Known, line: Known | None) -> bool:
    if line is None:
        return False
    wanted, found = spaced(known.get(name)), spaced(line[name])
    return wanted.casefold() == found.casefold() if name == "addressee" else wanted == found


def _signatories(cells: Known) -> set[Any]:
    return {(spaced(each["name"]), each["kind"]) for each in cells.get("signatories", ())}


def _countries(cells: Known) -> set[Any]:
    return {(spaced(each["name"]), spaced(each["country"])) for each in cells.get("signatories", ()) if each["country"]}


def _asks(cells: Known) -> set[Any]:
    return {(each["verb"], str(each["target"])) for each in cells.get("asks", ())}


SETS: dict[str, Callable[[Known], set[Any]]] = {
    "signatories": _signatories,
    "signatory_countries": _countries,
    "provisions_explicit": lambda cells: set(cells.get("provisions_explicit", ())),
    "provisions_implicit": lambda cells: set(cells.get("provisions_implicit", ())),
    "concerns": lambda cells: set(cells.get("concerns", ())),
    "asks": _asks,
    "asks_on_articles": lambda cells: {ask for ask in _asks(cells) if ask[1] != "treaty"},
    "asks_on_the_treaty": lambda cells: {ask for ask in _asks(cells) if ask[1] == "treaty"},
}


def _counts(letters: Sequence[Letter], name: str, of: Callable[[Known], set[Any]]) -> Count:
    """Counts over the letters whose labels say anything of the field at all."""
    rows = [(of(line or {}), of(known)) for _, known, line in letters if _LABEL.get(name, name) in known]
    return Count(sum(len(g & w) for g, w in rows), sum(len(g) for g, _ in rows), sum(len(w) for _, w in rows))


def _group_figures(letters: Sequence[Letter]) -> dict[str, dict[str, Any]]:
    """Pairs found and pairs that are true, each without regard to which of the two names the other."""
    wanted = {pair for path, known, _ in letters for pair in _wanted_pairs(path, known)}
    found = {pair for _, _, line in letters if line for pair in _found_pairs(line)}
    right = len(found & wanted)
    return {
        "groups_recall": {"value": round(right / len(wanted), 4) if wanted else 1.0, "n": len(wanted)},
        "groups_precision": {"value": round(right / len(found), 4) if found else 1.0, "n": len(found)},
    }


def _wanted_pairs(path: Path, known: Known) -> Iterator[tuple[str, frozenset[str]]]:
    for key, kind in _MATES.items():
        if known.get(key):
            yield kind, frozenset({path.stem, Path(known[key]).stem})


def _found_pairs(line: Known) -> Iterator[tuple[str, frozenset[str]]]:
    for group in line["groups"]:
        yield group["kind"], frozenset({Path(line["path"]).stem, Path(group["of"]).stem})


def _mistakes(known: Known, line: Known | None) -> Iterator[str]:
    """What is wrong with one letter, in words."""
    if line is None:
        yield "not read"
        return
    for name in _SINGLE:
        if not _is_right(name, known, line):
            yield f"{name}: expected {known.get(name)!r}, found {line[name]!r}"
    body = spaced(line["body"])
    yield from (f"missing: {piece}" for piece in known.get("body_must_contain", ()) if spaced(piece) not in body)
    yield from (f"furniture: {piece}" for piece in known.get("body_must_not_contain", ()) if spaced(piece) in body)
    for name, of in SETS.items():
        missing, extra = of(known) - of(line), of(line) - of(known)
        if (missing or extra) and _LABEL.get(name, name) in known:
            yield f"{name}: missing {sorted(missing)}, too many {sorted(extra)}"


def _share(right: Sequence[bool]) -> dict[str, Any]:
    return {"value": round(sum(right) / len(right), 4) if right else 1.0, "n": len(right)}


def _f1(count: Count) -> dict[str, Any]:
    nothing = not (count.given or count.wanted)
    figures = {"value": count.f1 if nothing is False else 1.0, "precision": count.precision, "recall": count.recall}
    return {**{name: round(value, 4) for name, value in figures.items()}, "n": count.wanted}
