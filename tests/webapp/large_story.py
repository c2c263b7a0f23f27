"""A large installation: the sample story, and beside it a long text that hundreds signed and a full matrix."""

import random
from itertools import product

from tests.sample_story import fill
from tests.stories import Story
from tests.story_parts import Cited, Piece

ORGANISATIONS = 300
PASSAGES = 250
WORDS_EACH = 110
SYLLABLES = ("la", "mi", "ro", "te", "ka", "su", "ven", "dor", "pli", "quas", "ter", "gon", "ib", "ex", "nor", "fa")
CONCERNS = ("surveillance", "researchers", "scope", "safeguards", "cooperation", "secrecy", "expression", "gender")
ARTICLES = tuple(str(number) for number in range(2, 60, 2))


def invented(dice: random.Random, words: int) -> str:
    """So many words of no language, hardly alike: text that compresses about as badly as prose does."""
    return " ".join("".join(dice.choices(SYLLABLES, k=dice.randint(1, 4))) for _ in range(words))


def fill_large(story: Story) -> int:
    """Write it all; the id of the long statement."""
    fill(story)
    dice = random.Random(7)  # noqa: S311  (no secret: the same text every time)
    names = [f"org-{number:03d}" for number in range(ORGANISATIONS)]
    for slug in names:
        story.organisation(slug, f"{invented(dice, 4).title()} (sample {slug})", country="CH")
    pieces = [_long(dice, number) for number in range(PASSAGES)]
    long = story.statement("https://org.example/long", "A long text (sample)", pieces, names[0], names[1:])
    for number, (concern, article) in enumerate(product(CONCERNS, ARTICLES)):
        words = f"Article {article} {invented(dice, 40)} (sample)."
        piece = Piece(words, (concern,), pairs=((concern, article),), cited=(_cited(article),))
        by = names[number % ORGANISATIONS]
        story.statement(f"https://org.example/{number}", f"{invented(dice, 6)} (sample)", [piece], by, names[3:9])
    return long


def _cited(article: str) -> Cited:
    return Cited(f"Article {article}", article, provision=article)


def _long(dice: random.Random, number: int) -> Piece:
    article = ARTICLES[number % len(ARTICLES)]
    text = f"Article {article} {invented(dice, WORDS_EACH)} (sample)."
    return Piece(text, CONCERNS[:2], pairs=((CONCERNS[0], article),), cited=(_cited(article),))
