"""How often one address may do a thing that costs others something: signing in, writing to reviewers."""

from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import cast

from flask import current_app

MOST_KEYS = 10_000


class Pace:
    """At most `times` in `seconds` for each key. Counted in this process; the oldest of many keys are forgotten."""

    def __init__(self, times: int, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._times, self._seconds, self._clock = times, seconds, clock
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def allows(self, key: str) -> bool:
        """Whether `key` may do it once more; it then counts as done."""
        now = self._clock()
        with self._lock:
            seen = self._seen.setdefault(key, deque())
            self._seen.move_to_end(key)
            while len(self._seen) > MOST_KEYS:
                self._seen.popitem(last=False)
            while seen and seen[0] <= now - self._seconds:
                seen.popleft()
            if len(seen) >= self._times:
                return False
            seen.append(now)
            return True


def pace(name: str, times: int, seconds: float) -> Pace:
    """The pace of this app that has this name."""
    return cast(Pace, current_app.extensions.setdefault(f"travaux-pace-{name}", Pace(times, seconds)))
