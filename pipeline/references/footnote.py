"""A citation as a footnote, in the form of the OSCOLA guide for web pages, with what proves it."""

from pipeline.references.reference import Reference, in_words, published_words


def footnote(reference: Reference) -> str:
    """One line: author, ‘title’ (kind, date) page and paragraph <address> accessed; checksum, wording, provisions."""
    kind = reference.kind.replace("_", " ")
    dated = ", ".join(part for part in (kind, published_words(reference.published), _certainty(reference)) if part)
    where = f"<{reference.url}>" if reference.url else "(no web address)"
    pinpoint = f" {reference.place.pinpoint}" if reference.place and reference.place.pinpoint else ""
    cut = " (captured text cut off)" if reference.cut_off else ""
    seen = f"{where} accessed {in_words(reference.retrieved.date())}{reference.retrieved:, %H:%M} UTC"
    proof = f"{reference.copy}, revision {reference.revision} <{reference.permalink}>"
    about = "".join(f"; {sentence}" for sentence in reference.place.provisions) if reference.place else ""
    return f"{reference.author}, ‘{reference.title}’{cut} ({dated}){pinpoint} {seen}; {proof}{about}."


def _certainty(reference: Reference) -> str:
    return reference.certainty if reference.published else ""


def footnotes(references: list[Reference]) -> str:
    """One footnote a line."""
    return "\n".join(footnote(reference) for reference in references)
