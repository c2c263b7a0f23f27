"""A mail message (RFC 5322) to a `Page`: its own words, with who sent it, when, and under which subject.

Of a message in two forms the plain one is read, unless it is no more than a stub of the other. The standard
library takes messages apart; whatever it cannot make out counts as absent.
"""

import email
import email.policy
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

from crawlers.extract.blocks import clean, count_words, squash
from crawlers.extract.html import read_html
from crawlers.extract.limits import Unreadable
from crawlers.extract.mail_words import own_markup, own_words, subject_words, unwrapped
from crawlers.extract.name_kinds import person_score
from crawlers.extract.page import Page, Said
from crawlers.extract.plain import read_plain
from crawlers.extract.signature_lines import names_body

MOST_PARTS = 200
"""Parts of one message that are looked at."""
_BEHIND = (", ", " (", " [", " | ", " / ", " – ", " — ", " - ", " @ ")
_STUB = 0.5
"""A plain form with less than this share of the words of the HTML form is a stub."""


@dataclass(frozen=True)
class Attachment:
    """A file that came with a message; `name` may be empty."""

    name: str
    body: bytes


def read_mail(body: bytes) -> Page:
    """The page of a message. Raises `Unreadable` where it holds no words of its own."""
    message = parsed(body)
    page = _page_of(message)
    sender, shown = sender_of(message)
    name, house = _person_and_house(shown)
    is_person = _is_person(name, sender)
    organisation = _header(message, "Organization") or house or ("" if is_person else name)
    return replace(
        page,
        body=list(page.body),
        title=_said(subject_words(_header(message, "Subject")), "the message's subject"),
        published=_said(sent_on(message), "the message's date"),
        site=_said(organisation if organisation != sender else "", "the message's sender"),
        authors=(name,) if is_person else (),
        headline=None,
    )


def parsed(body: bytes) -> EmailMessage:
    """The message in `body`; the library reads any bytes as one. Raises `Unreadable` for what it chokes on."""
    try:
        message = email.message_from_bytes(body, policy=email.policy.default)
        message.keys()
    except Exception as error:
        raise Unreadable("The message's head cannot be understood.") from error
    if not message.keys():
        raise Unreadable("The file is no mail message: it begins without a head.")
    return message


def attachments_of(message: EmailMessage) -> Iterator[Attachment]:
    """Files that came with the message, pictures and signatures of keys left out."""
    for part in _parts(message):
        name = _file_name(part)
        if part.is_multipart() or part.get_content_maintype() == "image" or not (name or _is_attached(part)):
            continue
        if part.get_content_type() not in ("application/pgp-signature", "application/pkcs7-signature", "text/calendar"):
            yield Attachment(name, _payload(part))


def message_id(message: EmailMessage) -> str:
    """The Message-ID without its brackets, or an empty string."""
    found = "".join(_header(message, "Message-ID").split())
    return found.removeprefix("<").removesuffix(">")[:500]


def sent_on(message: EmailMessage) -> str:
    """The day of the Date header in the sender's zone, as YYYY-MM-DD, or an empty string."""
    with suppress(Exception):
        moment: Any = message["Date"].datetime
        return str(moment.date().isoformat())
    return ""


def sender_of(message: EmailMessage) -> tuple[str, str]:
    """Address and shown name of the sender; each may be empty."""
    with suppress(Exception):
        first: Any = message["From"].addresses[0]
        if first.domain:
            return str(first.addr_spec), clean(str(first.display_name))
    hidden = re.sub(r"(\S+) at (\S+\.\S+)", r"\1@\2", _header(message, "From"))  # as archives of lists hide it
    name, address = parseaddr(hidden)
    return address, clean(name)


def words_of(message: EmailMessage) -> str:
    """Subject and texts of a message, quoted words and markup included: what may be looked for in it."""
    return " ".join([subject_of(message), *_texts(message, "text/plain"), *_texts(message, "text/html")])


def subject_of(message: EmailMessage) -> str:
    """The subject without marks of answers."""
    return subject_words(_header(message, "Subject"))


def _person_and_house(shown: str) -> tuple[str, str]:
    """A sender's name and the body that stands behind it ("Ada Lantern, Lighthouse Society"); the body may be empty."""
    name, sign, house = next((parts for mark in _BEHIND if (parts := shown.partition(mark))[1]), (shown, "", ""))
    house = house.strip(" ()[]")
    return (name.strip(), house) if sign and person_score(name) > 0 and names_body(house) else (shown, "")


def _is_person(name: str, address: str) -> bool:
    """Whether a sender is a person: an address that is one of the name's words says so, one that is the whole name
    (`press@oldharbour.example` for Old Harbour) the contrary; otherwise the name's own signs.
    """
    local, _, host = address.casefold().partition("@")
    words = [squash(word) for word in name.split()]
    if not name or any(squash(name) in squash(part) for part in (host, local) if len(words) > 1):
        return False
    return person_score(name) > 0 or any(word and word in re.split(r"[^\w]+", local) for word in words)


def _page_of(message: EmailMessage) -> Page:
    plain = own_words("\n\n".join(_texts(message, "text/plain")))
    markup = "\n".join(_texts(message, "text/html"))
    from_html = _read_markup(markup) if markup.strip() else None
    words = sum(block.words for block in from_html.body) if from_html else 0
    if from_html and count_words(plain) < _STUB * words:
        return from_html
    if not plain.strip():
        raise Unreadable("The message holds no words of its own.")
    return read_plain(plain)


def _read_markup(markup: str) -> Page | None:
    with suppress(Unreadable):
        return read_html(own_markup(markup))
    return None


def _texts(message: EmailMessage, kind: str) -> list[str]:
    parts = [part for part in _parts(message) if part.get_content_type() == kind and not _is_attached(part)]
    return [text for text in (_text(part) for part in parts) if text.strip()]


def _text(part: EmailMessage) -> str:
    text = _decoded(part)
    return unwrapped(text, _is_flowed(part)) if part.get_content_type() == "text/plain" else text


def _decoded(part: EmailMessage) -> str:
    with suppress(Exception):
        return str(part.get_content())
    return _payload(part).decode("utf-8", "replace")


def _is_flowed(part: EmailMessage) -> bool:
    with suppress(Exception):
        return str(part["Content-Type"].params.get("format", "")).casefold() == "flowed"
    return False


def _payload(part: EmailMessage) -> bytes:
    with suppress(Exception):
        found: Any = part.get_payload(decode=True)
        return found if isinstance(found, bytes) else b""
    return b""


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """The message's parts in order, not those of messages inside it, at most `MOST_PARTS`."""
    waiting: list[Any] = [message]
    for _ in range(MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        yield part
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting[:0] = part.get_payload()


def _is_attached(part: EmailMessage) -> bool:
    with suppress(Exception):
        return part.get_content_disposition() == "attachment"
    return False


def _file_name(part: EmailMessage) -> str:
    with suppress(Exception):
        return clean(str(part.get_filename() or "")).replace("/", "_").replace("\\", "_")[:200]
    return ""


def _header(message: EmailMessage, name: str) -> str:
    with suppress(Exception):
        return clean(str(message[name] or ""))
    return ""


def _said(value: str, source: str) -> Said | None:
    return Said(value, source) if value else None
