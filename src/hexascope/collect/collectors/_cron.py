"""When a job of a crontab fired last."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAYS = "sun mon tue wed thu fri sat".split()
_NAMES: Mapping[str, Mapping[str, int]] = {
    "month": {name: number for number, name in enumerate(_MONTHS, 1)},
    "weekday": {name: number for number, name in enumerate(_DAYS)},
}
_RANGES = (
    ("minute", 0, 59),
    ("hour", 0, 23),
    ("day", 1, 31),
    ("month", 1, 12),
    ("weekday", 0, 7),
)
_WORDS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_PART = re.compile(r"^(\*|[0-9a-z]+)(?:-([0-9a-z]+))?(?:/([0-9]{1,4}))?$")

Times = tuple[frozenset[int], ...]


def fired(schedule: str, now: datetime, minutes: int) -> list[datetime]:
    """Give when a schedule was due in the last minutes, the latest first; ValueError for nonsense.

    As cron does it: where both the day and the weekday are restricted, either is enough.
    """
    fields = _WORDS.get(schedule, schedule).split()
    times = _times(fields)
    either = not fields[2].startswith("*") and not fields[4].startswith("*")
    minute = now.replace(second=0, microsecond=0)
    ahead = (minute - timedelta(minutes=back) for back in range(minutes))
    return [one for one in ahead if _is_due(one, times, either=either)]


def _is_due(at: datetime, times: Times, *, either: bool) -> bool:
    of_minute, of_hour, of_day, of_month, of_weekday = times
    if at.minute not in of_minute or at.hour not in of_hour or at.month not in of_month:
        return False
    day, weekday = at.day in of_day, at.isoweekday() % 7 in of_weekday
    return day or weekday if either else day and weekday


def _times(fields: list[str]) -> Times:
    if len(fields) != len(_RANGES):
        raise ValueError("a schedule has five fields")
    made = [_field(word, *bounds) for word, bounds in zip(fields, _RANGES, strict=True)]
    made[4] = frozenset(one % 7 for one in made[4])
    return tuple(made)


def _field(words: str, name: str, least: int, most: int) -> frozenset[int]:
    found: set[int] = set()
    for word in words.lower().split(","):
        told = _PART.match(word)
        if told is None:
            raise ValueError(f"{word!r:.20} is no {name}")
        names = _NAMES.get(name, {})
        first = least if told[1] == "*" else _number(told[1], names)
        last = most if told[1] == "*" else first
        if told[2]:
            last = _number(told[2], names)
        elif told[3] and told[1] != "*":
            last = most
        step = int(told[3] or 1)
        if step < 1 or not least <= first <= last <= most:
            raise ValueError(f"{word!r:.20} is no {name}")
        found.update(range(first, last + 1, step))
    return frozenset(found)


def _number(word: str, names: Mapping[str, int]) -> int:
    return names[word[:3]] if word[:3] in names else int(word)
