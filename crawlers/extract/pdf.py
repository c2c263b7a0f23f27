"""PDF."""

from crawlers.extract.page import Page


def read_pdf(body: bytes) -> Page:
    raise NotImplementedError
