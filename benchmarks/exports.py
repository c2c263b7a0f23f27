"""What exports and digests cost on a large installation: seconds and the most memory, each in its own process.

`python -m benchmarks.exports --passages 100000` makes the installation (or takes `--data FOLDER`) and prints one JSON
object: each export in each format, and the digest of a week, first and again.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.installation import fill
from db.docket import load_docket
from db.session import open_installation, writing
from db.settings import Settings

KINDS = ("passages", "statements", "links", "pairs", "asks", "matrix", "organisations", "signatories")
FORMS = ("csv", "xlsx", "jsonl")
ROOT = Path(__file__).parents[1]
EXPORT = """
import json, resource, sys, time, travaux
begun = time.perf_counter()
status = travaux.run(["--data", sys.argv[1], "export", sys.argv[2], "--format", sys.argv[3], "--output", sys.argv[4]])
taken = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
assert status == 0
print(json.dumps({"seconds": round(taken, 2), "mebibytes": round(peak)}))
"""
DIGEST = """
import json, sys, time
from datetime import UTC, datetime
from pathlib import Path
from db.installed import docket_of, opened
from db.settings import load_settings
from pipeline.digest import digest_so_far, parse_week
settings = load_settings(data=Path(sys.argv[1]))
engine, docket = opened(settings), docket_of(settings)
now = datetime.now(UTC)
seconds = []
for _ in range(3):
    begun = time.perf_counter()
    made = digest_so_far(engine, settings, docket, parse_week(sys.argv[2], now.date()), now)
    seconds.append(round(time.perf_counter() - begun, 2))
print(json.dumps({"first": seconds[0], "warm": min(seconds[1:]), "statements": made.figures.statements}))
"""


def child(program: str, *arguments: str) -> Any:
    """What a program prints, as JSON. Raises `CalledProcessError` when it fails."""
    run = [sys.executable, "-c", program, *arguments]
    return json.loads(subprocess.run(run, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def busiest_week(data: Path) -> str:
    """The week in which most statements were seen first."""
    from collections import Counter

    from sqlmodel import select

    from db.models import Statement
    from db.session import reading

    with reading(open_installation(Settings(data=data))) as session:
        weeks = Counter(seen.isocalendar()[:2] for seen in session.exec(select(Statement.first_seen)))
    (year, week), _ = weeks.most_common(1)[0]
    return f"{year}-W{week:02}"


def measured(data: Path) -> dict[str, Any]:
    """Each figure of the module's head."""
    size = (data / "travaux.db").stat().st_size
    with tempfile.TemporaryDirectory() as folder:
        exports = {
            f"{kind}.{form}": child(EXPORT, str(data), kind, form, str(Path(folder) / f"{kind}.{form}"))
            for kind in KINDS
            for form in FORMS
        }
    return {"database_bytes": size, "digest": child(DIGEST, str(data), busiest_week(data)), "exports": exports}


def main() -> None:
    """Measure, and print one JSON object."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--passages", type=int, default=100_000)
    options.add_argument("--data", type=Path, help="An installation to measure on instead of a made one")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = given.data or Path(folder)
        if not given.data:
            settings = Settings(data=data)
            with writing(open_installation(settings)) as session:
                fill(session, load_docket(settings.docket), given.passages)
        print(json.dumps(measured(data.resolve()), indent=1))


if __name__ == "__main__":
    main()
