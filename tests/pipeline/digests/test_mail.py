"""A digest as mail: what a mail program reads, and that no crawled name becomes a header."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from lxml import html

from pipeline.digest.content import DigestContent, content_from_json
from pipeline.digest.mail import LONGEST_SUBJECT, Envelope, digest_mail

AT = datetime(2024, 8, 12, 7, tzinfo=UTC)
ENVELOPE = Envelope("desk@sample.example", "Sample Desk", "ana@sample.example", AT, "https://t.example/unsubscribe/x")
HOSTILE_NAMES = [
    "=?utf-8?q?x=0ABcc=3A_evil=40evil.example?=",
    "=?utf-8?b?eApCY2M6IGV2aWxAZXZpbC5leGFtcGxl?=",
    "x\r\nBcc: evil@evil.example",
    "x\u2028Bcc: evil@evil.example",
    "x\x0bBcc: evil@evil.example\x0c",
    'name, "quoted" <evil@evil.example>, another',
    "مؤسسة العيّنة‮",
    "long " * 200,
]


def content(name: str = "Sample House") -> DigestContent:
    text = Path(__file__).with_name("sample_digest.json").read_text(encoding="utf-8")
    made = content_from_json(text.replace("HOSTILE", "Sample House"))
    return made.model_copy(update={"scope": "organisations:x", "scope_words": name})


def parsed(made: bytes) -> EmailMessage:
    return message_from_bytes(made, policy=default)


def test_both_halves_are_there_and_the_mail_names_who_to_and_how_to_leave() -> None:
    mail = parsed(digest_mail(content(), ENVELOPE))
    assert str(mail["To"]) == "ana@sample.example"
    assert str(mail["From"]) == "Sample Desk <desk@sample.example>"
    assert mail["List-Unsubscribe"] == "<https://t.example/unsubscribe/x>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert page is not None
    assert "Sample treaty: week 2024-W32" in text.get_content()
    tree = html.fromstring(page.get_content())
    assert not tree.xpath("//style | //script | //img | //link")
    assert tree.xpath("//blockquote[@style]")


def test_the_same_digest_and_envelope_give_the_same_bytes() -> None:
    assert digest_mail(content(), ENVELOPE) == digest_mail(content(), ENVELOPE)


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_no_name_becomes_a_header(name: str) -> None:
    made = digest_mail(content(name), ENVELOPE)
    once = parsed(made)
    again = parsed(once.as_bytes())
    for mail in (once, again):
        assert sorted(mail.keys()) == sorted(
            ["From", "To", "Subject", "Date", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post",
             "Auto-Submitted", "MIME-Version", "Content-Type"]
        )  # fmt: skip
        assert mail["Bcc"] is None
        assert [address.addr_spec for address in mail["To"].addresses] == ["ana@sample.example"]
        assert len(str(mail["Subject"])) <= LONGEST_SUBJECT + 10


def test_a_draft_has_no_recipient_and_opens_for_writing() -> None:
    mail = parsed(digest_mail(content(), Envelope("desk@sample.example", "Desk", "", AT)))
    assert mail["To"] is None
    assert mail["X-Unsent"] == "1"
    assert mail["List-Unsubscribe"] is None
