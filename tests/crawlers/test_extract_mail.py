"""Messages: their own words with sender, day and subject, and nothing of what others wrote."""

import pytest

from crawlers.extract import Declared, Document, Unreadable, media_type_of, read_document
from crawlers.extract.mail_words import subject_words
from tests.crawlers.mails import LETTER, mail, mbox

MAIL = "message/rfc822"
OWN = "delete article 28 before the text is adopted."


def read(raw: bytes) -> Document:
    return read_document(raw, MAIL, Declared())


def test_head_and_words() -> None:
    found = read(mail())
    assert (found.title, found.published, found.organisation) == (
        "Delete article 28",
        "2024-08-05",
        "Lighthouse Society",
    )
    assert "We ask you to delete article 28" in found.text
    assert "Message-ID" not in found.text


def test_a_person_who_writes_is_the_author() -> None:
    assert read(mail(From="Maria Wierzbicka <m@lighthouse.example>")).authors == ("Maria Wierzbicka",)


@pytest.mark.parametrize(
    "sender",
    [
        '"Ada Wierzbicka, Lighthouse Society" <ada@lighthouse.example>',
        '"Ada Wierzbicka (Lighthouse Society)" <aw@lighthouse.example>',
        "Ada Wierzbicka | Lighthouse Society <ada@lighthouse.example>",
    ],
)
def test_a_person_who_writes_for_a_body_names_it(sender: str) -> None:
    found = read(mail(From=sender))
    assert (found.organisation, found.authors) == ("Lighthouse Society", ("Ada Wierzbicka",))


@pytest.mark.parametrize("sender", ["Society of Lamps, Maps and Charts", "Alliance for Light, Europe"])
def test_a_body_with_a_comma_in_its_name_stays_whole(sender: str) -> None:
    found = read(mail(From=f'"{sender}" <press@elsewhere.example>'))
    assert (found.organisation, found.authors) == (sender, ())


@pytest.mark.parametrize(
    "below",
    [
        "-- \nAda Lantern\nLighthouse Society, 1 Harbour Street\nNot to be read",
        "On Mon, 5 Aug 2024 at 10:00, Chair of the talks\n<chair@talks.example> wrote:\n> Not to be read\n> at all",
        "Le lun. 5 août 2024 à 10:00, Chair <chair@talks.example> a écrit :\n> Not to be read",
        "-----Original Message-----\nFrom: Chair\nSent: Monday\nTo: all\nSubject: Remarks\n\nNot to be read",
        "________________________________\nFrom: Chair\nSent: Monday\nTo: all\nSubject: Remarks\n\nNot to be read",
        "_______________________________________________\nDelegates mailing list\nhttps://list.example/listinfo/Not to be read",
        "--\nYou received this message because you are subscribed to the group. Not to be read",
        "Sent from my telephone\nNot to be read",
    ],
)
def test_what_others_wrote_and_what_programs_add_is_left_out(below: str) -> None:
    found = read(mail(f"{LETTER}\n{below}\n"))
    assert OWN in found.text
    assert "Not to be read" not in found.text
    assert "Chair" not in found.text


def test_answers_between_quoted_lines_are_kept() -> None:
    found = read(mail(f"> Why not?\n\n{LETTER}\n> And article 53?\n\nThe same is true of article 53.\n"))
    assert OWN in found.text
    assert "The same is true of article 53." in found.text
    assert "And article 53?" not in found.text


def test_a_message_that_is_passed_on_is_read() -> None:
    head = "---------- Forwarded message ---------\nFrom: A <a@b.example>\nDate: Mon\nSubject: S\nTo: C\n\n"
    found = read(mail(f"FYI\n\n{head}{LETTER}"))
    assert OWN in found.text
    assert "a@b.example" not in found.text


def test_the_html_part_is_read_where_the_plain_one_is_a_stub() -> None:
    html = f"<html><body><p>{LETTER}</p><div class='gmail_quote'><p>Not to be read</p></div></body></html>"
    for text in ("", "Your program shows no HTML.\n"):
        found = read(mail(text, html))
        assert OWN in found.text
        assert "Not to be read" not in found.text


def test_soft_line_breaks_are_joined() -> None:
    raw = mail("The police may search a phone \nwithout a judge in this text. \n\nDelete it.\n")
    raw = raw.replace(b'charset="utf-8"', b'charset="utf-8"; format=flowed')
    assert "search a phone without a judge in this text." in read(raw).text


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("Re: Fwd: [list] AW: A letter", "A letter"),
        ("Antw. A letter", "Antw. A letter"),
        ("Re:", "Re:"),
        ("[list]", "[list]"),
        ("回复：公开信", "公开信"),
    ],
)
def test_marks_of_answers_are_no_part_of_the_subject(subject: str, bare: str) -> None:
    assert subject_words(subject) == bare


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xfe\x00 nothing",
        b"Subject: only a head\n\n",
        b"From: <<<>>>\nDate: never\nSubject: =?utf-8?b?///?=\nContent-Type: multipart/mixed; boundary=x\n\n--x\n",
        b"Content-Type: text/plain; charset=nonsense\nSubject: a\n\n\n",
        b"Content-Transfer-Encoding: base64\nSubject: a\n\n!!!",
        b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 5000,
    ],
)
def test_broken_messages_are_refused_in_words(raw: bytes) -> None:
    with pytest.raises(Unreadable, match=r"\.$"):
        read(raw)


@pytest.mark.parametrize("name", ["Subject", "From", "Date", "Content-Type", "Message-ID"])
@pytest.mark.parametrize("value", ["", "=?utf-8?q?=00=ff?=", "\x00;;;=\x7f", "a" * 5000, '"', "@,,<>;:"])
def test_no_head_line_stops_the_reading(name: str, value: str) -> None:
    raw = f"{name}: {value}\nX-Other: a\n\n{LETTER}".encode()
    try:
        assert "article 28" in read(raw).text
    except Unreadable as error:
        assert name == "Content-Type", error


def test_what_mail_is_its_content_decides() -> None:
    assert media_type_of("a.eml", mail()) == MAIL
    assert media_type_of("a.mbox", mbox(mail())) == "application/mbox"
    assert media_type_of("a.eml", b"Dear delegates,\n\nno head.") == "text/plain"
    assert media_type_of("a.txt", mail()) == "text/plain"
