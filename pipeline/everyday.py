"""Words that tell nothing: the stop words of every language that stopwordsiso knows (MIT, plain lists)."""

from functools import lru_cache


@lru_cache(maxsize=1)
def everyday_words() -> frozenset[str]:
    """Stop words in lower case, of all languages together: a text or a query may be in any."""
    import stopwordsiso

    return frozenset(stopwordsiso.stopwords(stopwordsiso.langs()))
