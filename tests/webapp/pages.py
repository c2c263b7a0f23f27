"""Reading pages as a browser would."""

import re

from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

FIGURES = ("organisations", "statements", "endorsements", "passages")


def page(client: FlaskClient, address: str, status: int = 200) -> HtmlElement:
    """The parsed page at `address`, which must answer with `status`."""
    answer = client.get(address)
    assert answer.status_code == status, f"{address}: {answer.status_code}"
    return html.document_fromstring(answer.text)


def words(element: HtmlElement) -> str:
    """The text of `element` with single spaces."""
    return " ".join(element.text_content().split())


def figures(tree: HtmlElement) -> dict[str, int]:
    """The figures that a page states."""
    return {name: int(tree.xpath(f"string(//b[@data-figure='{name}'])")) for name in FIGURES}


def links(tree: HtmlElement) -> list[str]:
    """Every address that the page links to."""
    return [str(address) for address in tree.xpath("//a/@href")]


def cells(tree: HtmlElement) -> dict[str, tuple[int, int, int]]:
    """The matrix: address behind a cell → organisations, statements, endorsements."""
    found = {}
    for link in tree.xpath("//table[contains(@class, 'matrix')]//td/a"):
        beside = link.xpath("string(.//span[@class='beside'])")
        statements, endorsements = [int(number) for number in re.findall(r"\d+", beside)] or (0, 0)
        found[str(link.get("href"))] = (int(link.xpath("string(b)")), statements, endorsements)
    return found


def send(
    client: FlaskClient, form: str, fields: dict[str, str], to: str = "", status: int = 303, **headers: str
) -> TestResponse:
    """Send a form as its page `form` would, to that address or `to`; the answer must have `status`."""
    token = str(page(client, form).xpath("string(//main//form[@method='post']//input[@name='csrf_token']/@value)"))
    assert token, f"{form} holds no form with a token"
    answer = client.post(to or form, data={"csrf_token": token, **fields}, headers=headers)
    assert answer.status_code == status, f"{to or form}: {answer.status_code} {answer.text[-2000:]}"
    return answer
