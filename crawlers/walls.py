"""Walls: pages that answer 200 and hold no statement, because they first want a person, or consent."""

import re
from typing import Any

from lxml import html as lxml_html
from lxml.etree import LxmlError

BOT_WALL = "Bot challenge: the site shows a check for robots instead of the page."
CONSENT_WALL = "Consent wall: the site shows a request for consent instead of the page."
LOGIN_WALL = "Login wall: the site shows a login instead of the page."
WALL_TEXT = 2_500
"""Characters of visible text; a page with more of it has content beside the check."""
HEAD_BYTES = 512 * 1024

BOT_MARKUP = re.compile(
    rb"cf-browser-verification|cf_chl_opt|challenge-platform|cdn-cgi/challenge|_Incapsula_Resource|px-captcha"
    rb"|captcha-delivery\.com|geo\.captcha|awswaf|g-recaptcha|h-captcha|hcaptcha\.com|turnstile|sucuri_cloudproxy"
    rb"|ddos-guard|aes\.js.{0,200}__test",
    re.IGNORECASE | re.DOTALL,
)
BOT_WORDS = re.compile(
    r"just a moment|checking (?:your browser|if the site connection is secure)|bot protection"
    r"|verify(?:ing)? (?:that )?you are (?:a )?human|are you (?:a )?(?:human|robot)|attention required"
    r"|enable javascript and cookies|unusual traffic|automated (?:access|requests|queries)"
    r"|ddos protection by|security check to access|prove (?:that )?you are (?:human|not a robot)"
    r"|vérifi\w+ que vous êtes (?:un )?humain|no eres un robot",
    re.IGNORECASE,
)
CONSENT_WORDS = re.compile(
    r"before you continue|accept (?:all )?(?:the )?cookies (?:to|and) continue"
    r"|we (?:value|care about) your privacy|consent to (?:the use of )?(?:cookies|continue)"
    r"|manage (?:your )?(?:cookie|privacy|consent) (?:settings|choices|preferences)"
    r"|avant (?:de continuer|d'accéder)|antes de continuar",
    re.IGNORECASE,
)
LOGIN_MARKUP = re.compile(rb"<input[^>]{1,300}type\s*=\s*[\"']?password", re.IGNORECASE)
LOGIN_PATH = re.compile(r"/(?:wp-login\.php|(?:users?|account|accounts|auth|member)/)?(?:log-?in|sign-?in|sso)\b", re.I)
LOGIN_WORDS = re.compile(
    r"(?:log|sign) ?in (?:is required )?to (?:continue|read|view|see|access)|(?:please|you must|you need to) "
    r"(?:be logged|log|sign) ?in|(?:members|subscribers) only|only (?:members|subscribers) can"
    r"|(?:connectez|identifiez)-vous pour|inici(?:e|a|ar) sesión para|melden sie sich an, um|войдите, чтобы",
    re.IGNORECASE,
)
HINTS = (
    *(b"captcha", b"challenge", b"incapsula", b"turnstile", b"awswaf", b"sucuri", b"ddos", b"__test", b"cf_chl"),
    *(b"human", b"robot", b"moment", b"browser", b"attention required", b"cookies", b"unusual traffic"),
    *(b"automated", b"security check", b"bot protection", b"humain", b"privacy", b"consent", b"continu"),
    *(b"avant d", b"password", b"log in", b"login", b"logged in", b"sign in", b"signin", b"members", b"subscribers"),
    *(b"inici", b"-vous pour", b"melden sie sich", "войдите".encode()),
)
"""One of these stands in the source of every wall that the patterns know."""
CONSENT_HOST = re.compile(r"^https?://(?:consent|guce|privacy-?gate|cookie-?wall)\.", re.IGNORECASE)


def visible_text(body: bytes) -> str:
    """The words of a page that a reader would see, without scripts and styles."""
    try:
        page = lxml_html.document_fromstring(body[:HEAD_BYTES])
    except (ValueError, AssertionError, LxmlError):
        return ""
    pieces: Any = page.xpath("//text()[not(ancestor::script or ancestor::style or ancestor::template)]")
    return " ".join(" ".join(pieces).split())


def wall_of(address: str, body: bytes, challenged: bool = False) -> str:
    """Which wall this page is, or an empty string. `challenged`: the answer's headers say so."""
    if challenged:
        return BOT_WALL
    if CONSENT_HOST.match(address):
        return CONSENT_WALL
    if not body[:1024].lstrip().startswith(b"<") or not _is_suspect(body[:HEAD_BYTES]):
        return ""
    text = visible_text(body)
    if len(text) > WALL_TEXT:
        return ""
    if BOT_WORDS.search(text) or (BOT_MARKUP.search(body[:HEAD_BYTES]) and len(text) < WALL_TEXT // 5):
        return BOT_WALL
    if _is_login(address, body[:HEAD_BYTES], text):
        return LOGIN_WALL
    return CONSENT_WALL if CONSENT_WORDS.search(text) else ""


def _is_login(address: str, body: bytes, text: str) -> bool:
    """True for a page that says it wants a login, or that is little else than the form of one."""
    if len(text) < WALL_TEXT // 3 and LOGIN_WORDS.search(text):
        return True
    is_form = LOGIN_MARKUP.search(body) is not None
    return is_form and (len(text) < WALL_TEXT // 5 or LOGIN_PATH.search(address) is not None)


def _is_suspect(body: bytes) -> bool:
    """A quick look at the source, so that ordinary pages are not parsed for nothing."""
    source = body.lower()
    return any(hint in source for hint in HINTS)
