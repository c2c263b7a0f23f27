"""A digest as a mail: HTML and plain text, with headers that hold nothing but what we put there."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from pipeline.digest.content import DigestContent
from pipeline.digest.render import as_line, render_mail, render_text, title_of

LONGEST_SUBJECT = 180


@dataclass(frozen=True)
class Envelope:
    """Who sends to whom, when; `unsubscribe` is the address that ends the subscription, empty for none.

    Without a recipient the mail is a draft that a mail program opens for writing.
    """

    sender: str
    sender_name: str
    recipient: str
    at: datetime
    unsubscribe: str = ""


def digest_mail(content: DigestContent, envelope: Envelope) -> bytes:
    """The digest as a whole message: the same digest and envelope give the same bytes."""
    return message(
        envelope, title_of(content), render_text(content), render_mail(content, envelope.unsubscribe), content.link
    )


def message(envelope: Envelope, subject: str, text: str, html: str, link: str) -> bytes:
    """A message of two halves. `link` makes its identity, with recipient and subject."""
    mail = EmailMessage(policy=SMTP)
    name = hashlib.sha256("\n".join((link, envelope.recipient, subject)).encode()).hexdigest()[:32]
    mail["From"] = Address(header_text(envelope.sender_name), addr_spec=envelope.sender)
    if envelope.recipient:
        mail["To"] = Address(addr_spec=envelope.recipient)
    else:
        mail["X-Unsent"] = "1"
    mail["Subject"] = header_text(subject)
    mail["Date"] = format_datetime(envelope.at.replace(microsecond=0))
    mail["Message-ID"] = f"<{name}@{envelope.sender.rpartition('@')[2]}>"
    if envelope.unsubscribe:
        mail["List-Unsubscribe"] = f"<{envelope.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    mail.set_boundary(f"=_{name}")
    return mail.as_bytes()


def header_text(text: str) -> str:
    """Words that may stand in a header: one line, cut, and no encoded word.

    A name from a page may be written as an encoded word that holds a line end; Python 3.11 decodes it when the header
    is folded, and what follows becomes a header of its own (a Bcc, say).
    """
    plain = as_line(text).replace("=?", "= ?").replace("?=", "? =")
    return plain if len(plain) <= LONGEST_SUBJECT else f"{plain[: LONGEST_SUBJECT - 1]}…"
