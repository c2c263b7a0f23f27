"""Where trained heads lie, which they are, and what errors about models have in common; loads none of them.

Those that learnt from a docket's examples alone lie beside the code and serve every installation; those that also
learnt from the decisions of an installation's people lie in its data folder.
"""

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "heads"
OWN = "heads"


class ModelError(RuntimeError):
    """A model that the labels need cannot be used. The message says why, and the command that mends it."""


@dataclass(frozen=True)
class Trained:
    """What trained heads say of themselves: `base` is the version without people's decisions, `decided` counts them."""

    version: str
    base: str
    decided: int


NOT_TRAINED = Trained("", "", 0)


def own_folder(key: str, data: Path) -> Path:
    """Where the heads of an installation lie that learnt from its people; there need not be any."""
    return data / OWN / key


def training_command(folder: Path) -> str:
    """The command that makes the heads of `folder` anew."""
    is_own = folder.parent.name == OWN and folder.parent != FOLDER
    own = f" --data {folder.parents[1]}" if is_own else ""
    return f"travaux{own} --docket {folder.name} train"


def trained_heads(key: str, data: Path | None = None) -> Trained:
    """Which heads label here (see `pipeline.heads.load_heads`); empty versions where there are none to be read."""
    own = own_folder(key, data) if data else None
    folder = own if own and own.exists() else FOLDER / key
    try:
        card = json.loads((folder / "heads.json").read_text(encoding="utf-8"))
        version = str(card["version"])
        return Trained(version, str(card.get("base", version)), int(card.get("decided", 0)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return NOT_TRAINED


def trained_version(key: str) -> str:
    """The version of a docket's heads beside the code; empty where there are none that can be read."""
    return trained_heads(key).version
