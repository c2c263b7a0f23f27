"""Handing one message to a mail server, and saying for certain what came of it.

The steps of RFC 5321 are taken one by one: until the server has the message, trying again is safe; after its yes it
is sent; when the connection ends in between, nobody can know, and the outcome is `doubtful`.
"""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass

from db.settings import Settings
from db.store.mailing import CUT_OFF, Outcome


class MailServerError(OSError):
    """The server cannot be used at all: settings are missing, or it refuses us. Nothing was sent."""


@dataclass(frozen=True)
class MailServer:
    """Where mail goes out, as the settings say."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = ""
    seconds: float = 30.0


def server_of(settings: Settings) -> MailServer:
    """The mail server of an installation. Raises `MailServerError` where none is set."""
    if not settings.smtp_host or not settings.mail_from:
        raise MailServerError(
            "Expected a mail server and a sender, found none. Set smtp_host and mail_from in travaux.toml of the data "
            "folder; docs/digests.md shows how."
        )
    return MailServer(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_security,
        settings.smtp_user,
        settings.smtp_password.get_secret_value(),
        settings.smtp_timeout,
    )


def deliver(server: MailServer, sender: str, recipient: str, message: bytes) -> Outcome:
    """One attempt. Raises `MailServerError` when no message can go out by this server as it is set."""
    try:
        connection = _connect(server)
    except MailServerError:
        raise
    except (OSError, smtplib.SMTPException) as error:
        return Outcome("retry", f"The mail server {server.host} could not be reached: {_words(error)}")
    outcome = _hand_over(connection, sender, recipient, message)
    if outcome.state in ("sent", "failed"):
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
    connection.close()
    return outcome


def _connect(server: MailServer) -> smtplib.SMTP:
    secure = ssl.create_default_context()
    if server.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=server.seconds, context=secure)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=server.seconds)
    try:
        _log_in(connection, server, secure)
    except BaseException:
        connection.close()
        raise
    return connection


def _log_in(connection: smtplib.SMTP, server: MailServer, secure: ssl.SSLContext) -> None:
    if server.security == "starttls":
        connection.starttls(context=secure)
    if server.user:
        try:
            connection.login(server.user, server.password)
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
            raise MailServerError(
                f"The mail server {server.host} refused the user {server.user!r}: {_words(error)}. "
                "Correct smtp_user and smtp_password."
            ) from error


def _hand_over(connection: smtplib.SMTP, sender: str, recipient: str, message: bytes) -> Outcome:
    handed = False
    try:
        connection.ehlo_or_helo_if_needed()
        code, said = connection.mail(sender)
        if code != 250:
            return _refused(code, said)
        code, said = connection.rcpt(recipient)
        if code not in (250, 251):
            return _refused(code, said)
        code, said = connection.docmd("DATA")
        if code != 354:
            return _refused(code, said)
        handed = True
        connection.send(_wire(message))
        code, said = connection.getreply()
        return Outcome("sent") if code == 250 else _refused(code, said)
    except (OSError, smtplib.SMTPException) as error:
        return Outcome("doubtful", CUT_OFF) if handed else Outcome("retry", _words(error))


def _wire(message: bytes) -> bytes:
    """The message as it goes over the wire: CRLF, lines that begin with a dot doubled, and the dot that ends it."""
    lines = message.replace(b"\r\n", b"\n").split(b"\n")
    body = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines)
    return body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _refused(code: int, said: bytes) -> Outcome:
    words = f"The mail server answered {code}: {said.decode('utf-8', 'replace')[:300]}"
    return Outcome("retry" if 400 <= code < 500 or code == -1 else "failed", words)


def _words(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {error.smtp_error!r}"[:300]
    return str(error)[:300] or type(error).__name__
