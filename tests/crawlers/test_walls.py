"""A wall is told from a page, and a page about walls from a wall."""

import pytest

from crawlers.walls import BOT_WALL, CONSENT_WALL, wall_of

LONG = "<p>The draft names no judge, and that is the trouble with it. </p>" * 60


@pytest.mark.parametrize(
    ("body", "wall"),
    [
        ("<title>Just a moment...</title><body>Enable JavaScript and cookies to continue</body>", BOT_WALL),
        ('<body><div class="g-recaptcha"></div></body>', BOT_WALL),
        ("<body><script src='/_Incapsula_Resource?x'></script></body>", BOT_WALL),
        ("<body><p>Please verify you are a human.</p></body>", BOT_WALL),
        ("<body><h1>Before you continue</h1></body>", CONSENT_WALL),
        (f"<body>{LONG}<div class='g-recaptcha'></div><p>We value your privacy</p></body>", ""),
        ("<body><p>A short statement on the draft convention.</p></body>", ""),
        (f"<body><form><div class='h-captcha'></div></form>{'<p>A short note on the draft.</p>' * 20}</body>", ""),
        ("%PDF-1.7 just a moment", ""),
        ("", ""),
    ],
)
def test_walls(body: str, wall: str) -> None:
    assert wall_of("https://org.example/a", body.encode()) == wall


def test_headers_and_hosts_give_a_wall_away() -> None:
    assert wall_of("https://org.example/a", b"<p>x", challenged=True) == BOT_WALL
    assert wall_of("https://consent.org.example/?continue=a", b"<p>x") == CONSENT_WALL
