"""DOCX."""

from crawlers.extract.page import Page


def read_docx(body: bytes) -> Page:
    raise NotImplementedError
