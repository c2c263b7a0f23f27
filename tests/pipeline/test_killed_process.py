"""kill -9 at any moment of `process`, then the same command again: the same content as an undisturbed run."""

import os
import shutil
import signal
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from crawlers.importing import import_paths
from db.reading import canonical_lines
from db.session import open_installation, reading
from db.settings import Settings
from pipeline.flow import process
from tests.pipeline.trained import quick_heads, quick_workshop

MOMENTS = 14
LETTER = """---
title: Sample letter {n} on the UN cybercrime convention
url: https://sample-{n}.example/letter
date: 2024-08-0{n}
---

# Sample letter {n} on the UN cybercrime convention

By a sample organisation

August {n}, 2024

We write about the draft UN cybercrime convention. Article 24 names no judge, and Article {m} jails researchers who act
in good faith. We ask delegations to delete Article {m} and to amend Article 6 so that it binds every chapter.

Interception in real time needs a court that looks at each case. The text {n} asks for none, and keeps orders secret.
"""


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation that holds captures and is not processed yet."""
    folder = tmp_path_factory.mktemp("files")
    for n in range(1, 8):
        (folder / f"{n}.md").write_text(LETTER.format(n=n, m=6 + n), encoding="utf-8")
    (folder / "empty.pdf").write_bytes(b"%PDF-1.4 nothing that can be read")
    settings = Settings(data=tmp_path_factory.mktemp("imported"))
    engine = open_installation(settings)
    import_paths(engine, settings.captures, [folder], lambda _: None)
    engine.dispose()
    quick_heads()
    return settings


def copied(settings: Settings, folder: Path) -> Settings:
    shutil.copytree(settings.data, folder)
    return Settings(data=folder)


def content(settings: Settings) -> list[str]:
    with reading(open_installation(settings)) as session:
        return list(canonical_lines(session))


def statements_of(engine: Engine, settings: Settings) -> int:
    """Process, counting the SQL statements that it takes."""
    count = 0

    def tick(*_: object) -> None:
        nonlocal count
        count += 1

    event.listen(engine, "before_cursor_execute", tick)
    process(engine, quick_workshop(settings))
    return count


def kill_at(settings: Settings, moment: int) -> int:
    """Process in a child that is killed just before its `moment`-th SQL statement; how the child ended."""
    child = os.fork()
    if child == 0:
        left = moment

        def tick(*_: object) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        engine = open_installation(settings)
        event.listen(engine, "before_cursor_execute", tick)
        process(engine, quick_workshop(settings))
        os._exit(0)
    return os.waitpid(child, 0)[1]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="killing a forked child needs a system that forks")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_killed_run_and_a_second_one_give_what_an_undisturbed_run_gives(imported: Settings, tmp_path: Path) -> None:
    undisturbed = copied(imported, tmp_path / "undisturbed")
    steps = statements_of(open_installation(undisturbed), undisturbed)
    expected = content(undisturbed)
    assert sum('"table": "pair"' in line for line in expected) > 2
    for n in range(1, MOMENTS + 1):
        disturbed = copied(imported, tmp_path / f"killed-{n}")
        assert kill_at(disturbed, steps * n // (MOMENTS + 1)) == signal.SIGKILL
        process(open_installation(disturbed), quick_workshop(disturbed))
        assert content(disturbed) == expected, f"killed at statement {steps * n // (MOMENTS + 1)} of {steps}"


def test_processing_twice_changes_nothing(imported: Settings, tmp_path: Path) -> None:
    settings = copied(imported, tmp_path / "twice")
    process(open_installation(settings), quick_workshop(settings))
    once = content(settings)
    outcomes = process(open_installation(settings), quick_workshop(settings))
    assert content(settings) == once
    assert not any(outcome.done or outcome.skipped or outcome.reasons for outcome in outcomes)
