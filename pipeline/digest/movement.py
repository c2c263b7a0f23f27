"""What moved in a week: articles, grounds and kinds of organisation that had not been heard before."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from db.counting import CountedPair

KIND_WORDS: Mapping[str, str] = {
    "ngo": "an NGO",
    "industry": "industry",
    "un_body": "a UN body",
    "igo": "an intergovernmental organisation",
    "academia": "academia",
    "state": "a State",
    "media": "the media",
}


@dataclass(frozen=True)
class Step:
    """Something heard for the first time. `kind` is set when a kind of organisation is new to the article, `concern`
    when a ground is; with neither, the article itself is new. `pairs` are the objections that say it."""

    provision: str
    kind: str
    concern: str
    pairs: tuple[CountedPair, ...]


def steps(
    before: Iterable[CountedPair], fresh: Sequence[CountedPair], kind_of: Callable[[CountedPair], str]
) -> list[Step]:
    """What `fresh` objections say first, the most general first: a new article hides its new kinds and grounds.

    Empty where nothing was known before: in the first week everything is new and nothing has moved.
    """
    known = list(before)
    if not known:
        return []
    articles = {pair.provision for pair in known}
    kinds = {(pair.provision, kind_of(pair)) for pair in known}
    grounds = {(pair.provision, pair.concern) for pair in known}
    found: dict[tuple[str, str, str], list[CountedPair]] = {}
    for pair in fresh:
        kind = kind_of(pair)
        if pair.provision not in articles:
            found.setdefault((pair.provision, "", ""), []).append(pair)
            continue
        if kind and (pair.provision, kind) not in kinds:
            found.setdefault((pair.provision, kind, ""), []).append(pair)
        if (pair.provision, pair.concern) not in grounds:
            found.setdefault((pair.provision, "", pair.concern), []).append(pair)
    return [Step(*name, tuple(pairs)) for name, pairs in found.items()]


def step_words(step: Step, article: str, concern: str) -> str:
    """The step in words: "First objection to Article 28 from industry"."""
    if step.kind:
        return f"First objection to {article} from {KIND_WORDS.get(step.kind, step.kind)}"
    if step.concern:
        return f"First objection to {article} on the ground of {concern}"
    return f"First objection to {article}"
