"""Reading times of the past as people write them: 03:10, yesterday's date and hour, 2h ago."""

import re
from datetime import datetime, timedelta

from hexascope.domain.errors import BadInput

EXAMPLES = (
    "write it as 03:10, as yesterday 03:10, as 2026-11-21 03:10, as 2026-11-21T03:10:00Z, or as 2h"
    " (ago)"
)

_CLOCK = re.compile(r"(?:(today|yesterday) )?(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_AGO = re.compile(r"-?(\d{1,6}(?:\.\d+)?) ?(s|m|min|h|d)(?: ago)?", re.ASCII)
_SECONDS = {"s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": 86400.0}


def moment(word: str, now: float, flag: str = "--at") -> float:
    """Give a time of the past in seconds since 1970; what has no zone is of this host's zone.

    An hour alone is the last one that there was: at 02:00, `03:10` means yesterday's.
    """
    told = word.strip()
    try:
        found = _ago(told, now) or _hour(told, now) or _date(told)
    except (ValueError, OverflowError, OSError):
        found = None
    if found is None:
        raise BadInput(f"{flag} {word[:40]!r} is no time; {EXAMPLES}")
    if found > now:
        raise BadInput(f"{flag} {word[:40]!r} lies in the future")
    return found


def _ago(told: str, now: float) -> float | None:
    ago = _AGO.fullmatch(told)
    return now - float(ago[1]) * _SECONDS[ago[2]] if ago else None


def _hour(told: str, now: float) -> float | None:
    clock = _CLOCK.fullmatch(told)
    if clock is None:
        return None
    day, hour, minute, second = clock[1], int(clock[2]), int(clock[3]), int(clock[4] or 0)
    today = datetime.fromtimestamp(now).astimezone()
    if day == "yesterday":
        today -= timedelta(days=1)
    then = today.replace(hour=hour, minute=minute, second=second, microsecond=0, tzinfo=None)
    found = then.astimezone().timestamp()
    # the zone's offset may differ the day before
    return found if day or found <= now else (then - timedelta(days=1)).astimezone().timestamp()


def _date(told: str) -> float | None:
    then = datetime.fromisoformat(told)
    return (then.astimezone() if then.tzinfo is None else then).timestamp()
