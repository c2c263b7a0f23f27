"""The benchmark of starts: its figures, and that a failing command is not taken for a quick one."""

import subprocess
from pathlib import Path

import pytest

from benchmarks.start import first_search, spread, whole


def test_a_spread_has_the_middle_and_both_ends() -> None:
    assert spread([3.0, 1.0, 2.0004]) == {"median": 2.0, "least": 1.0, "most": 3.0}


def test_help_takes_some_time() -> None:
    assert whole(["--help"]) > 0


def test_a_command_that_fails_is_not_timed(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        whole(["--data", str(tmp_path / "none"), "search", "judges"])


def test_the_web_app_is_searched_in_a_fresh_process(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        first_search(tmp_path / "none")
