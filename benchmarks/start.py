"""How soon Travaux answers after a start: the command's help, its search, and the web app's first search.

`python -m benchmarks.start --data FOLDER` prints one JSON object: seconds on the wall, median, least and most of some
fresh processes each. The web app's first search is timed inside its process, from the request to the whole answer.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

RUNS = 5
QUERY = "security researchers"
ROOT = Path(__file__).parents[1]
FIRST_SEARCH = """
import sys, time
from db.settings import load_settings
from webapp import create_app
client = create_app(load_settings(data=sys.argv[1])).test_client()
begun = time.perf_counter()
answer = client.get("/search", query_string={"q": sys.argv[2]})
taken = time.perf_counter() - begun
assert answer.status_code == 200 and "torch" not in sys.modules, answer.status
print(taken)
"""


def whole(arguments: Sequence[str]) -> float:
    """Seconds of a command, its start included. Raises `CalledProcessError` when it fails."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "travaux.py", *arguments], cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - begun


def first_search(data: Path) -> float:
    """Seconds of the first search of a web app that has just started."""
    run = [sys.executable, "-c", FIRST_SEARCH, str(data.resolve()), QUERY]
    return float(subprocess.run(run, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Median, least and most."""
    return {"median": round(median(seconds), 3), "least": round(min(seconds), 3), "most": round(max(seconds), 3)}


def measured(data: Path, runs: int = RUNS) -> dict[str, dict[str, float]]:
    """Each figure of the module's head."""
    search = ("--data", str(data.resolve()), "search", QUERY)
    return {
        "help": spread([whole(["--help"]) for _ in range(runs)]),
        "search_command": spread([whole(search) for _ in range(runs)]),
        "first_search_of_the_web_app": spread([first_search(data) for _ in range(runs)]),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="an installation that was processed")
    parser.add_argument("--runs", type=int, default=RUNS)
    options = parser.parse_args()
    print(json.dumps(measured(options.data, options.runs), indent=1))


if __name__ == "__main__":
    main()
