"""The names of the stages, in order: for those who only count them and need not load them."""

STAGE_NAMES = ("extract", "relevance", "segment", "embed", "tag", "cite", "resolve", "link", "pair", "group", "topics")
"""`pipeline.flow` checks that its tuple of stages has these names."""
