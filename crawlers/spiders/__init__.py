"""The ways of publishing: one reader per way, and the spider that walks what a reader lists."""
