"""Where trained heads lie, which they are, and what errors about models have in common; loads none of them."""

import json
from pathlib import Path

FOLDER = Path(__file__).parent / "heads"


class ModelError(RuntimeError):
    """A model that the labels need cannot be used. The message says why, and the command that mends it."""


def trained_version(key: str) -> str:
    """The version of a docket's trained heads; empty where there are none that can be read."""
    try:
        card = json.loads((FOLDER / key / "heads.json").read_text(encoding="utf-8"))
        return str(card["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
