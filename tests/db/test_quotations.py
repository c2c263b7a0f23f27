"""Which quotations a digest holds."""

from db.quotations import quoted_in


def test_quotations_are_found_at_any_depth_of_a_digest() -> None:
    content = {"a": [{"b": {"statement_id": 3, "text": "x", "c": [{"link": "/statements/4#p1", "text": "y"}]}}]}
    assert list(quoted_in(content)) == [(3, "x"), (4, "y")]
