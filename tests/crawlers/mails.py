"""Mail of invented organisations, as mail programs write it."""

from email.message import EmailMessage
from email.policy import SMTP

LETTER = (
    "Dear delegates,\n\nThe draft cybercrime convention lets the police search a phone without a judge. We ask you to\n"
    "delete article 28 before the text is adopted.\n"
)


def mail(
    text: str = LETTER,
    html: str = "",
    attached: dict[str, bytes] | None = None,
    **heads: str,
) -> bytes:
    """A message; `heads` replace its head lines, with `_` for `-`."""
    message = EmailMessage(policy=SMTP)
    given = {
        "From": "Lighthouse Society <press@lighthouse.example>",
        "To": "delegates@list.example",
        "Subject": "Re: [delegates] Delete article 28",
        "Date": "Mon, 05 Aug 2024 23:30:00 -0500",
        "Message-ID": "<one@lighthouse.example>",
    } | {name.replace("_", "-"): value for name, value in heads.items()}
    for name, value in given.items():
        if value:
            message[name] = value
    if text:
        message.set_content(text)
    if html and text:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    for name, body in (attached or {}).items():
        message.add_attachment(body, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes().replace(b"\r\n", b"\n")


def mbox(*messages: bytes) -> bytes:
    """The messages as one mailbox file."""
    start = b"From press@lighthouse.example Mon Aug  5 23:30:00 2024\n"
    return b"\n".join(start + one.replace(b"\nFrom ", b"\n>From ") for one in messages)
