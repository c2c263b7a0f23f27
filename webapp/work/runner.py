"""The process that does one piece of work: `python -m webapp.work.runner FOLDER`, settings as JSON on its input.

It takes the lock of its record, then goes on in a session of its own, so that neither the end of the web app nor
of its terminal ends it. All that the work prints goes to `output.txt` of the record.
"""

import json
import os
import sys
import traceback
from pathlib import Path

from db.docket import DocketError
from db.locks import take
from db.session import InstallationError
from db.settings import Settings, load_settings
from webapp.work.records import Work, note_process, now, say, write_json

OURS = "An error in Travaux ({name}). Please report it; `output.txt` in {folder} holds the details."


def do(work: Work, settings: Settings) -> None:
    """Do the work and write down how it ended; raises nothing."""
    from webapp.work.tasks import TASKS

    try:
        state, said = TASKS[work.kind](work, settings)
    except (DocketError, InstallationError, OSError, ValueError, RuntimeError) as error:
        traceback.print_exc()
        state, said = "failed", str(error)
    except Exception as error:  # the record must say that it ended, and nobody else is there to hear
        traceback.print_exc()
        state, said = "failed", OURS.format(name=type(error).__name__, folder=work.folder)
    say(work, said)
    write_json(work.folder / "ended.json", {"state": state, "said": said, "at": now()})


def go_on_alone(work: Work) -> bool:
    """Fork: false in the process that was called, which ends; true in the one that does the work."""
    child = os.fork()
    if child:
        note_process(work, child)
        return False
    os.setsid()
    output = os.open(work.folder / "output.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    return True


def main() -> None:
    """The process's whole life."""
    work = Work(Path(sys.argv[1]))
    settings = load_settings(**json.loads(sys.stdin.read()))
    alive = take(work.folder / "alive", wait=True)
    if not go_on_alone(work):
        os._exit(0)
    try:
        do(work, settings)
    finally:
        sys.stdout.flush()
        alive.close()


if __name__ == "__main__":
    main()
