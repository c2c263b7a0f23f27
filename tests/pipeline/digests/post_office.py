"""Mail servers on loopback for tests: a real one, and ones that hang, refuse or drop."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from pipeline.digest.smtp import MailServer


@dataclass
class Letterbox:
    """What a server received; `answer` to the data, and to recipients whose name starts with a word."""

    received: list[tuple[str, str, bytes]] = field(default_factory=list)
    answer: str = "250 taken"
    refusals: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(  # noqa: N802  (the library's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        """Take a recipient, or refuse."""
        for word, answer in self.refusals.items():
            if address.startswith(word):
                return answer
        envelope.rcpt_tos.append(address)
        return "250 taken"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a message."""
        assert isinstance(envelope.content, bytes)
        if self.answer.startswith("250"):
            self.received.append((str(envelope.mail_from), envelope.rcpt_tos[0], envelope.content))
        return self.answer


@contextmanager
def post_office(box: Letterbox) -> Iterator[MailServer]:
    """A real SMTP server on a free port of loopback."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield MailServer("127.0.0.1", port, "none", seconds=5)
    finally:
        controller.stop()


@contextmanager
def scripted(lines: dict[str, str | None], seconds: float = 5) -> Iterator[MailServer]:
    """A server that says `lines[""]` first and answers each word of a command with its line; None drops the line dead.

    The word `.` stands for the end of the data.
    """
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                answer(connection, stream.readline, lines)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield MailServer("127.0.0.1", listener.getsockname()[1], "none", seconds=seconds)
    finally:
        listener.close()


def answer(connection: socket.socket, next_line: object, lines: dict[str, str | None]) -> None:
    """Play the script on one connection until it ends or drops."""
    assert callable(next_line)
    said, in_data = lines.get("", "220 ready"), False
    while said is not None:
        connection.sendall(f"{said}\r\n".encode() if said else b"")
        in_data = said.startswith("354")
        while True:
            line = next_line()
            if not line:
                return
            if not in_data or line == b".\r\n":
                break
        word = "." if in_data else line.split()[0].decode().upper()
        said = lines.get(word, "250 fine")
