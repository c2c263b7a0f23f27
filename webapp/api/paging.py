"""Pages of a list: a cursor says where the last one ended. There is no last page number, and no cap."""

from urllib.parse import urlencode

from flask import request

CURSOR = r"^([0-9]{1,18})?$"
"""The key of the last entry of the page before."""
MOST = 1_000
"""Entries of one page at most."""
USUAL = 100


def key_of(cursor: str) -> int:
    """The key that a cursor holds; 0 for none."""
    return int(cursor or 0)


def next_address(key: int) -> str:
    """The address of the next page of this request's list."""
    arguments = [(name, value) for name, value in request.args.items(multi=True) if name != "cursor"]
    return f"{request.path}?{urlencode([*arguments, ('cursor', str(key))])}"
