"""One sample installation that has every case the pages must show. All organisations are invented.

What it holds is said by the comments; the figures that follow from it are written into the tests by hand.
"""

from datetime import timedelta

from sqlmodel import col, select

from db.models import CrawlRun, Digest, FetchFailure, Passage, StageRow, Statement, Subscription
from db.store.searches import save_search
from db.store.topics import save_topics
from tests.stories import DAY, Story
from tests.story_parts import Cited, Mark, Piece

SAMPLE_DIGEST = (
    '{"docket": "Sample", "week": "2024-W32", "monday": "2024-08-05", "sunday": "2024-08-11", '
    '"link": "http://127.0.0.1:8000/digests/2024-W32", "complete": true, "figures": {}, "before": {}}'
)
HOSTILE_TITLE = '"><script>alert(1)</script> =1+1'
JOINT = "https://lantern.example/joint-letter"
RESEARCH_ON_7 = Piece(
    "Article 7 makes a crime of the daily work of security researchers (sample).",
    ("researchers",),
    pairs=(("researchers", "7"),),
    cited=(Cited("Article 7", "7", provision="7"),),
)
DELETE_29 = Piece(
    "Articles 28 and 29 build a surveillance machine and Article 29 must be deleted (sample).",
    ("surveillance",),
    stance="recommendation",
    pairs=(("surveillance", "28"), ("surveillance", "29")),
    asks=(("delete", "29"),),
    cited=(Cited("Articles 28", "28", provision="28"), Cited("29", "29", provision="29")),
)


def fill(story: Story) -> None:
    """Write the sample installation."""
    for slug, name, kind in (
        ("lantern", "Lantern Watch (sample)", "ngo"),
        ("harbour", "Harbour Rights (sample)", "ngo"),
        ("cables", "Cables and Clouds Association (sample)", "industry"),
        ("signers", "Signing Circle (sample)", "ngo"),
        ("silent", "Silent Foundation (sample)", "academia"),
    ):
        story.organisation(slug, name, kind)
    _letters(story)
    _single_statements(story)
    _edges(story)
    _topics(story)
    _ledger(story)
    save_search(story.session, "On Article 7 (sample)", "q=Article&article=7", "Ana Sample")


def _topics(story: Story) -> None:
    """One topic, of the first passages, and one that merged into it."""
    ids = [passage or 0 for passage in story.session.exec(select(Passage.id).order_by(col(Passage.id)).limit(3))]
    fields = {"terms": '["sea cables"]', "found_at": DAY, "centre": b""}
    gone = {"key": "nets", "state": "merged", "became": '["sea-cables"]', "gone_at": DAY}
    save_topics(story.session, [({**fields, "key": "nets", "name": "nets (sample)"}, ids[2:], [])], [])
    topic = {**fields, "key": "sea-cables", "name": "sea cables (sample)"}
    save_topics(story.session, [(topic, ids[:2], ids[2:])], [gone])


def _letters(story: Story) -> None:
    """A joint letter on two hosts with different signatories, and its translation."""
    signed = ("lantern", "signers", "Unlisted League (sample)")
    story.statement(JOINT, "Joint letter (sample)", [RESEARCH_ON_7, DELETE_29], "lantern", signed, tail="Signed by:")
    copy = {"same_statement": JOINT, "same_text": JOINT}
    story.statement(
        "https://harbour.example/letter",
        "Joint letter (sample)",
        [RESEARCH_ON_7, DELETE_29],
        "harbour",
        ("signers", "cables"),
        **copy,
    )
    french = Piece(
        "L'article 7 fait un crime du travail des chercheurs en sécurité (exemple).",
        ("researchers",),
        pairs=(("researchers", "7"),),
        cited=(Cited("article 7", "7", provision="7"),),
        language="fr",
    )
    translated = {"same_statement": JOINT, "language": "fr", "published": "2024-07"}
    story.statement("https://lantern.example/fr", "Lettre (exemple)", [french], "lantern", **translated)


def _single_statements(story: Story) -> None:
    """Support, a neutral mention, an implied article, a call to reject, and no known organisation."""
    support = Piece(
        "We welcome Article 24 as a step forward (sample).",
        ("safeguards",),
        stance="support",
        pairs=(("safeguards", "24"),),
        cited=(Cited("Article 24", "24", provision="24"),),
    )
    implied = Piece(
        "The interception power reaches everyone (sample).",
        ("surveillance",),
        implied=(("surveillance", "30"), ("surveillance", "29")),
    )
    story.statement(
        "https://cables.example/position",
        "Position (sample)",
        [support, implied],
        "cables",
        doc_kind="position",
    )
    reject = Piece(
        "Because of Article 35, States should vote against the treaty (sample).",
        ("scope",),
        stance="recommendation",
        pairs=(("scope", "35"),),
        asks=(("reject", "treaty"),),
        cited=(Cited("Article 35", "35", provision="35"),),
        reject_call=True,
    )
    unsure = Piece(
        "Article 5 of the draft is troubling (sample).",
        (),
        cited=(Cited("Article 5", "5", "ambiguous", candidates=("5", "6"), reason="The number moved."),),
        marks=(Mark("concern", "safeguards", 0.4, "unsure"),),
    )
    story.statement("https://harbour.example/vote", "Vote no (sample)", [reject, unsure], "harbour")
    preamble = Piece(
        "The preamble and Chapter IV forget women (sample).",
        ("gender",),
        pairs=(("gender", "preamble"), ("gender", "ch.IV")),
    )
    story.statement("urn:sha256:" + "0" * 64, "Unsigned paper (sample)", [preamble], published="")


def _edges(story: Story) -> None:
    """What counts nowhere, what a person decided, a hostile title, another script, and a changed page."""
    story.statement(
        "https://cables.example/other",
        "Bicycle lanes (sample)",
        [RESEARCH_ON_7],
        "cables",
        on_topic=False,
        relevance_reason="Names no treaty.",
    )
    furniture = Piece(RESEARCH_ON_7.text + " Share.", ("scope",), pairs=(("scope", "7"),), boilerplate=True)
    aside = Piece("An aside on Article 7 elsewhere (sample).", pairs=(("scope", "7"),), on_topic=False)
    denied = Piece(
        "Article 23 is wide (sample).",
        ("surveillance", "scope"),
        pairs=(("surveillance", "23"), ("scope", "23")),
        marks=(Mark("concern", "surveillance", 0, origin="human", reason="This is about scope."),),
    )
    praised = Piece(
        "Article 26 was improved (sample).",
        ("surveillance",),
        pairs=(("surveillance", "26"),),
        marks=(Mark("stance", "support", 1, origin="human", reason="It is praise."),),
    )
    pieces = [furniture, aside, denied, praised]
    story.statement("javascript:alert(1)", HOSTILE_TITLE, pieces, "lantern", tail="<script>alert(2)</script>")
    arabic = Piece("المادة 7 تهدد الباحثين (عينة).", ("researchers",), pairs=(("researchers", "7"),), language="ar")
    story.statement("https://cables.example/ar", "رسالة (عينة)", [arabic], "cables", language="ar")
    changed = story.statement("https://lantern.example/page", "Before (sample)", [RESEARCH_ON_7], "lantern")
    now = Piece("Article 7 is better now, but Article 8 is not (sample).", ("scope",), pairs=(("scope", "8"),))
    row = story.session.get_one(Statement, changed)
    story.revision(row, "After (sample)", [now], number=2)


def _ledger(story: Story) -> None:
    """A visit that failed, an address refused, a capture that could not be read, a digest."""
    counts = {"seen": 9, "new": 2, "changed": 1, "unchanged": 3, "refused": 1, "failed": 2}
    rows = [
        CrawlRun(source="lantern", started_at=DAY, finished_at=DAY + timedelta(minutes=2), outcome="ok", **counts),
        CrawlRun(source="harbour", started_at=DAY, finished_at=DAY, outcome="A wall for robots was served."),
        FetchFailure(source="lantern", address="https://lantern.example/gone", kind="failed", reason="404", at=DAY),
        StageRow(stage="extract", unit="1", input_hash="a", outcome="done", at=DAY),
        StageRow(stage="extract", unit="2", input_hash="b", outcome="failed", reason="No text in it.", at=DAY),
        Subscription(
            email="ana@sample.example",
            kind="digest",
            scope="articles:7",
            cadence="weekly",
            token="sample-token",
            since=DAY,
        ),
        Digest(week="2024-W32", issued_at=DAY, content=SAMPLE_DIGEST),
    ]
    story.session.add_all(rows)
