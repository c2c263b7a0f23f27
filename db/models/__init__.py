"""The tables. Times are UTC; offsets are Unicode code points into the text beside them, end exclusive.

`text` columns hold pieces of captured texts: what is shown as a quotation is always `text[start:end]` of one.
Enumerations are stored as their value, never as a member's name. Writes happen in `db.store` only.
"""

from db.models.captures import Capture, CrawlRun, FetchFailure, Installation, ListPage, SourcePage
from db.models.counted import Counted, RevisionCount
from db.models.decisions import ConcernWording, CorrectionRequest, Decision, RelevanceDecision
from db.models.desk import Basket, Clipping, NoteTag, OurPosition, PrivateNote
from db.models.drafts import DraftArticle, DraftParagraph, DraftText
from db.models.findings import Ask, Label, Link, Mention, Pair, Passage, Topic, TopicPassage, Vector
from db.models.ledger import Digest, StageRow
from db.models.mailing import AlertTold, OutboxMail, Subscription
from db.models.people import Account, AuditEntry, FailedSignIn
from db.models.registry import OrganisationDecision
from db.models.searches import SavedSearch
from db.models.statements import Attachment, Organisation, Revision, Signature, Statement
from db.models.times import UtcDateTime

__all__ = [
    "Account",
    "AlertTold",
    "Ask",
    "Attachment",
    "AuditEntry",
    "Basket",
    "Capture",
    "Clipping",
    "ConcernWording",
    "CorrectionRequest",
    "Counted",
    "CrawlRun",
    "Decision",
    "Digest",
    "DraftArticle",
    "DraftParagraph",
    "DraftText",
    "FailedSignIn",
    "FetchFailure",
    "Installation",
    "Label",
    "Link",
    "ListPage",
    "Mention",
    "NoteTag",
    "Organisation",
    "OrganisationDecision",
    "OurPosition",
    "OutboxMail",
    "Pair",
    "Passage",
    "PrivateNote",
    "RelevanceDecision",
    "Revision",
    "RevisionCount",
    "SavedSearch",
    "Signature",
    "SourcePage",
    "StageRow",
    "Statement",
    "Subscription",
    "Topic",
    "TopicPassage",
    "UtcDateTime",
    "Vector",
]
