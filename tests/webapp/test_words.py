"""Words that never stand on a page: those of the machine's making, which no lawyer or campaigner would use."""

import re

import pytest
from flask.testing import FlaskClient

from db.docket import load_docket
from tests.webapp.addresses import FORMS, PAGES
from tests.webapp.pages import page, words

OF_THE_MACHINE = (
    *("lens", "lineage", "lineages", "boilerplate", "furniture", "explicit", "implicit", "docket", "dockets"),
    *("stage", "stages", "segment", "segmented", "extract", "extracted", "embed", "embedding", "vector", "vectors"),
    *("mention", "mentions", "capture", "captures", "unmatched", "null", "undefined"),
    *("explicitly", "implicitly", "origin:", "concordance"),
)
KEYS = {draft.key for draft in load_docket("un-cybercrime").drafts} - {"zero", "adopted"}
COLUMNS = ".//dd[preceding-sibling::dt[1]/code]"
"""What a column of a file holds is told with the values as they stand in the file."""
SAID = ("aria-label", "title", "placeholder", "alt")
"""Attributes that are read out or shown."""


@pytest.mark.parametrize("address", [*PAGES, *FORMS])
def test_a_page_speaks_plainly(client: FlaskClient, address: str) -> None:
    tree = page(client, address)
    body = tree.xpath("//body")[0]
    for unread in body.xpath(f".//pre | .//code | {COLUMNS}"):
        unread.drop_tree()
    spoken = [words(body), words(tree.xpath("//title")[0])]
    spoken += [str(value) for name in SAID for value in body.xpath(f".//@{name}")]
    spoken += [str(value) for value in tree.xpath("//meta[@name='description']/@content")]
    text = " ".join(spoken)
    found = {word for word in (*OF_THE_MACHINE, *KEYS) if re.search(rf"\b{re.escape(word)}\b", text)}
    assert found == set(), [text[max(0, text.find(word) - 60) :][:150] for word in found]
