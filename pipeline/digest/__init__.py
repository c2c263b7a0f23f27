"""The weekly digest: what was first captured in an ISO week (UTC), issued once and shown as issued."""

from pipeline.digest.content import DigestContent, content_from_json, content_to_json
from pipeline.digest.issue import IssuedDigest, digest_for, digest_so_far
from pipeline.digest.render import render_html, render_markdown, render_page
from pipeline.digest.scope import Scope, parse_scope
from pipeline.digest.week import DigestError, Week, parse_week

__all__ = [
    "DigestContent",
    "DigestError",
    "IssuedDigest",
    "Scope",
    "Week",
    "content_from_json",
    "content_to_json",
    "digest_for",
    "digest_so_far",
    "parse_scope",
    "parse_week",
    "render_html",
    "render_markdown",
    "render_page",
]
