"""`travaux serve`, and what starting the app may load."""

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from db.settings import Settings
from webapp.acting import is_loopback
from webapp.commands import serve

ROOT = Path(__file__).parents[2]
HEAVY = {"torch", "sentence_transformers", "sklearn", "scrapy"}


def test_starting_the_app_loads_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import json, sys; from webapp import create_app; from webapp.commands import serve; "
        "create_app().test_client().get('/about'); print(json.dumps(sorted(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={"TRAVAUX_DATA": str(tmp_path), "PATH": ""},
    )
    assert not HEAVY & set(json.loads(ran.stdout))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.org"])
def test_a_host_that_others_reach_must_be_meant(sample: Settings, host: str) -> None:
    ran = CliRunner().invoke(serve, ["--host", host], obj=sample)
    assert ran.exit_code == 2
    assert "--reachable-by-others" in ran.output and "no accounts" in ran.output


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.9.9.9"])
def test_this_machine_is_this_machine(host: str) -> None:
    assert is_loopback(host)


def test_a_busy_port_is_said_in_one_sentence(sample: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = CliRunner().invoke(serve, ["--port", str(port)], obj=sample)
    assert ran.exit_code == 1
    assert f"Port {port}" in ran.output and "--port" in ran.output and "Traceback" not in ran.output


def test_it_serves_until_it_is_stopped(sample: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    code = (
        # A shell that starts the tests in the background has them, and their children, ignore this signal.
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from pathlib import Path; from db.settings import Settings; from webapp.commands import serve; "
        f"serve(['--port', '{port}'], obj=Settings(data=Path({str(sample.data)!r})))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True, cwd=ROOT) as server:
        try:
            assert server.stderr is not None
            assert f"http://127.0.0.1:{port}/" in server.stderr.readline()
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as answer:
                assert json.load(answer)["status"] == "ok"
                assert "waitress" not in str(answer.headers).lower()
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                server.kill()
        assert server.wait() == 0


def test_help_shows_an_example() -> None:
    ran = CliRunner().invoke(serve, ["--help"])
    assert ran.exit_code == 0 and "Example: travaux" in ran.output
