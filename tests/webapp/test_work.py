"""Work in processes of its own: it is written down, ends on its own, is found dead when it died, and is stopped."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from db.locks import Held, held, is_held, take
from db.settings import Settings
from tests.webapp.pages import page, send, words
from webapp.work import staged
from webapp.work.records import (
    NoSuchWork,
    Work,
    all_work,
    new_record,
    note_process,
    read_json,
    say,
    work_at,
    write_json,
)
from webapp.work.starting import AlreadyRunning, run, start, stop

PATIENCE = 60


def wait(work: Work) -> Work:
    """The record once nobody is at it any more."""
    ends = time.monotonic() + PATIENCE
    while Work(work.folder).is_running:
        assert time.monotonic() < ends, [line.text for line in Work(work.folder).lines]
        time.sleep(0.05)
    return Work(work.folder)


def busy(data: Path, kind: str) -> tuple[Work, "subprocess.Popen[str]"]:
    """Work that a process holds until it is ended."""
    work = new_record(data, kind, "Ana Sample", {"sources": []})
    code = (
        "import sys, time; from pathlib import Path; from db.locks import take\n"
        f"held = take(Path({str(work.folder / 'alive')!r})); print('held', flush=True); time.sleep(600)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, start_new_session=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert child.stdout and child.stdout.readline() == "held\n"
    note_process(work, child.pid)
    return work, child


def test_a_lock_is_held_by_one_and_let_go(tmp_path: Path) -> None:
    path = tmp_path / "some.lock"
    assert not is_held(path)
    with held(path):
        assert is_held(path)
        with pytest.raises(Held):
            take(path)
    assert not is_held(path)


def test_work_ends_writes_down_how_and_survives_a_restart(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    work = new_record(tmp_path, "look-files", "Ana Sample", {})
    staged.place_for(work, 1, "letter.md").write_text("# A letter (sample)\n\nWe object to Article 24 of the draft.\n")
    assert run(settings, work).by == "Ana Sample"
    ended = wait(work)
    assert ended.state == "done" and ended.ending["said"] == "1 of 1 can be kept."
    assert [line.text for line in ended.lines] == ["Reading letter.md", "1 of 1 can be kept."]
    assert ended.found["looks"]["1"]["title"] == "A letter (sample)"
    assert [one.number for one in all_work(tmp_path)] == [1] and work_at(tmp_path, 1).state == "done"
    with pytest.raises(NoSuchWork, match="no work 2"):
        work_at(tmp_path, 2)


def test_work_that_cannot_be_done_fails_with_a_sentence(tmp_path: Path) -> None:
    ended = wait(start(Settings(data=tmp_path / "none"), "process", "Ana Sample"))
    assert ended.state == "failed" and "Expected an installation" in ended.ending["said"]
    assert "Traceback" not in ended.ending["said"]


def test_dead_work_is_known_to_be_dead_and_a_stopped_one_to_be_stopped(tmp_path: Path) -> None:
    for ending, state in ((signal.SIGKILL, "died"), (None, "stopped")):
        work, child = busy(tmp_path, "collect")
        with child:
            assert Work(work.folder).state == "running"
            if ending:
                os.kill(child.pid, ending)
            else:
                stop(Work(work.folder), "Ben Sample")
        assert Work(work.folder).state == state
    assert Work(work.folder).lines[-1].text == "Stopped by Ben Sample."


def test_stopping_what_has_ended_ends_no_other_process(tmp_path: Path) -> None:
    work = new_record(tmp_path, "collect", "Ana Sample", {})
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True) as other:
        note_process(work, other.pid)
        stop(work, "Ben Sample")
        assert other.poll() is None and not (work.folder / "stop.json").exists()
        other.communicate(b"\n")
    assert other.returncode == 0


def test_two_collections_at_once_are_one(own: Settings, desk_client: FlaskClient) -> None:
    work, child = busy(own.data, "collect")
    with child:
        with pytest.raises(AlreadyRunning, match="under way already"):
            start(own, "collect", "Ben Sample")
        answer = send(desk_client, "/work", {"kind": "collect", "source": ""}, status=409)
        assert "under way already" in answer.text and f"/work/{work.number}/stop" in answer.text
        send(desk_client, f"/work/{work.number}", {}, to=f"/work/{work.number}/stop", status=303)
    assert Work(work.folder).state == "stopped"
    assert "stopped by Ana Sample" in words(page(desk_client, f"/work/{work.number}"))


def test_the_page_of_running_work_asks_again_with_and_without_a_script(own: Settings, desk_client: FlaskClient) -> None:
    work, child = busy(own.data, "collect")
    with child:
        say(work, "1 of 9: <script>Lantern</script>: 2 new.")
        tree = page(desk_client, f"/work/{work.number}")
        assert tree.xpath("//head/noscript/meta[@http-equiv='refresh']")
        assert tree.xpath("//script/@src") and not tree.xpath("//main//script")
        address = tree.xpath("string(//@data-progress)")
        assert "<script>Lantern</script>: 2 new." in words(page(desk_client, address))
        child.kill()
    tree = page(desk_client, f"/work/{work.number}")
    assert "broke off" in words(tree) and not tree.xpath("//meta[@http-equiv='refresh']|//script")


def test_work_is_begun_by_known_names_only(desk_client: FlaskClient) -> None:
    for form in ({"kind": "rm -rf"}, {"kind": "collect", "source": "; rm -rf /"}, {"kind": "look-files"}, {}):
        send(desk_client, "/work", form, status=400)


def test_the_collection_is_shown_with_its_failures_and_their_reasons(client: FlaskClient) -> None:
    tree = page(client, "/work/2")
    assert "Not found (404)." in words(tree) and "https://lantern.example/<gone>" in words(tree)
    assert "1 of 1: <b>Lantern</b>: 2 new, 1 failed." in words(tree)


def test_a_missing_record_is_not_found_with_a_way_on(client: FlaskClient) -> None:
    for address in ("/work/99", "/work/99999999999999999999999", "/add/2", "/add/77"):
        assert page(client, address, 404).xpath("contains(//main, concat('/', 'work')) or contains(//main, '/add')")


def test_records_are_few_and_unread_files_are_no_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.work.records.KEPT", 3)
    monkeypatch.setattr("webapp.work.records.KEPT_LOOKS", 1)
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "9x").mkdir()
    for kind in ("look-page", "look-page", "collect", "collect", "process", "train"):
        write_json(new_record(tmp_path, kind, "Ana Sample", {}).folder / "ended.json", {"state": "done", "said": ""})
    assert [work.kind for work in all_work(tmp_path)] == ["train", "process", "collect", "collect"]
    (tmp_path / "work" / "6" / "order.json").write_text("{broken")
    assert read_json(tmp_path / "work" / "6" / "order.json") == {}
    assert json.loads((tmp_path / "work" / "5" / "order.json").read_text())["kind"] == "process"
