"""Letters made up for measuring: families of copies with edits, other salutations and added signatories.

All words are our own. Families write on the same subject and share whole stock sentences, as campaigns do, so that
a measure of likeness that is fooled by a common subject shows it.
"""

import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
OPENINGS, STOCK, GREETINGS, MANNERS = (WORDS[name] for name in ("openings", "stock", "greetings", "manners"))
SUBJECTS, VERBS, PLACES = (WORDS[name].split() for name in ("subjects", "verbs", "places"))
FAMILY_SIZES = (1, 1, 1, 1, 2, 2, 3, 4, 6, 10, 25, 60)


@dataclass(frozen=True)
class Letter:
    """A letter as it arrives; letters of one `family` are copies of one text."""

    family: int
    text: str


def letters(count: int, seed: int = 1) -> list[Letter]:
    """`count` letters in a random order, the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311  (no secret hangs on it)
    made: list[Letter] = []
    family = 0
    while len(made) < count:
        base = original(dice)
        size = min(dice.choice(FAMILY_SIZES), count - len(made))
        made += [Letter(family, base if n == 0 else copy_of(base, dice)) for n in range(size)]
        family += 1
    dice.shuffle(made)
    return [Letter(one.family, one.text.replace("\f", "\n\n")) for one in made]


def original(dice: random.Random) -> str:
    """A letter parted by form feeds: greeting, opening, three to six paragraphs of argument, names."""
    paragraphs = [_paragraph(dice) for _ in range(dice.randint(3, 6))]
    return "\f".join((dice.choice(GREETINGS), dice.choice(OPENINGS), *paragraphs, _names(dice, dice.randint(1, 4))))


def _paragraph(dice: random.Random) -> str:
    sentences = [_sentence(dice) for _ in range(dice.randint(2, 5))]
    if dice.random() < 0.4:
        sentences.insert(dice.randint(0, len(sentences)), dice.choice(STOCK))
    return " ".join(sentences)


def _sentence(dice: random.Random) -> str:
    clauses = [
        " ".join((_thing(dice), dice.choice(VERBS), _thing(dice), dice.choice(MANNERS))) for _ in range(_few(dice))
    ]
    return f"The {' and the '.join(clauses)}."


def _thing(dice: random.Random) -> str:
    return f"{dice.choice(SUBJECTS)} of {dice.choice(PLACES)}"


def _few(dice: random.Random) -> int:
    return dice.randint(1, 3)


def _names(dice: random.Random, count: int) -> str:
    return "\n".join(f"{dice.choice(PLACES)} {dice.choice(SUBJECTS).title()} Association" for _ in range(count))


def copy_of(base: str, dice: random.Random) -> str:
    """The letter as another sender sends it: 5 to 20 % of it edited, another greeting, more names below it."""
    _, *paragraphs, names = base.split("\f")
    share = dice.uniform(0.05, 0.2)
    body = _edited(paragraphs, share, dice)
    new_names = names + "\n" + _names(dice, dice.randint(1, 12))
    return "\f".join((dice.choice(GREETINGS), *body, new_names))


def _edited(paragraphs: Sequence[str], share: float, dice: random.Random) -> list[str]:
    """Paragraphs with `share` of the sentences rewritten, dropped or added to, and sometimes one left out whole."""
    kept = list(paragraphs)
    if len(kept) > 3 and dice.random() < 0.3:
        kept.pop(dice.randrange(len(kept)))
    return [" ".join(_edited_sentence(one, share, dice) for one in text.split(". ")).strip() for text in kept]


def _edited_sentence(sentence: str, share: float, dice: random.Random) -> str:
    ended = sentence if sentence.endswith(".") else f"{sentence}."
    if dice.random() >= share:
        return ended
    words = ended.split()
    kind = dice.random()
    if kind < 0.5:
        words[dice.randrange(len(words))] = dice.choice(SUBJECTS)
        return " ".join(words)
    return f"{ended} {_sentence(dice)}" if kind < 0.8 else _sentence(dice)
