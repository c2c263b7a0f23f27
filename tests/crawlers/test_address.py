"""One name for one page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.address import AddressError, canonical_address, content_address, site_of


@pytest.mark.parametrize(
    ("given_address", "canonical"),
    [
        ("HTTP://Org.Example:80/Page", "http://org.example/Page"),
        ("https://org.example:443", "https://org.example/"),
        ("https://org.example:8443/a", "https://org.example:8443/a"),
        ("https://org.example/a#part", "https://org.example/a"),
        ("https://org.example/a?utm_source=x&p=2&fbclid=1", "https://org.example/a?p=2"),
        ("https://org.example/?p=1", "https://org.example/?p=1"),
        ("https://org.example/a?b=2&a=1", "https://org.example/a?b=2&a=1"),
        ("https://me:secret@org.example/a", "https://org.example/a"),
        ("https://org.example./a", "https://org.example/a"),
        (" https://org.example/a b ", "https://org.example/a%20b"),
        ("https://bücher.example/é", "https://xn--bcher-kva.example/%C3%A9"),
        ("http://[2606:4700::1]:80/", "http://[2606:4700::1]/"),
    ],
)
def test_canonical_form(given_address: str, canonical: str) -> None:
    assert canonical_address(given_address) == canonical


@pytest.mark.parametrize(
    "address",
    ["", "  ", "page.html", "//org.example/a", "javascript:alert(1)", "file:///etc/passwd", "mailto:a@b.example",
     "http://", "http:///path", "http://org.example:99999/", "http://[bad/", "https://org.example/" + "a" * 3000],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_refused(address: str) -> None:
    with pytest.raises(AddressError):
        canonical_address(address)


def test_parameters_that_select_content_keep_pages_apart() -> None:
    found = {canonical_address(f"https://org.example/?p={number}") for number in range(5)}
    assert len(found) == 5


@given(st.text(max_size=60))
def test_any_text_is_canonical_once_and_for_all_or_refused(text: str) -> None:
    try:
        once = canonical_address(f"https://org.example/{text}")
    except AddressError:
        return
    assert canonical_address(once) == once
    assert "#" not in once


def test_a_file_without_an_address_is_known_by_its_content() -> None:
    assert content_address("ab" * 32) == "urn:sha256:" + "ab" * 32


def test_a_site_is_a_registered_domain_or_else_a_host() -> None:
    assert site_of("https://www.org.co.uk/a") == site_of("https://docs.org.co.uk/") == "org.co.uk"
    assert site_of("http://one.localhost:1/") != site_of("http://two.localhost:1/")
