"""The forms in which references are written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline.references.bibtex import bibtex
from pipeline.references.csl import csl
from pipeline.references.footnote import footnotes
from pipeline.references.markdown import markdown
from pipeline.references.reference import Reference
from pipeline.references.ris import ris


@dataclass(frozen=True)
class Form:
    """A form: how it is written, its media type, and the ending of its files."""

    write: Callable[[list[Reference]], str]
    media_type: str
    ending: str


FORMS: Mapping[str, Form] = {
    "footnote": Form(footnotes, "text/plain", "txt"),
    "bibtex": Form(bibtex, "application/x-bibtex", "bib"),
    "ris": Form(ris, "application/x-research-info-systems", "ris"),
    "csl": Form(csl, "application/vnd.citationstyles.csl+json", "json"),
    "markdown": Form(markdown, "text/markdown", "md"),
}


def written(references: list[Reference], form: str) -> str:
    """The references in one of `FORMS`."""
    return FORMS[form].write(references)
