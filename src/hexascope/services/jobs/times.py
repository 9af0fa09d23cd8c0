"""When a cron expression comes due in a time zone, summer time included."""

from datetime import UTC, datetime
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from hexascope.domain.errors import BadInput

NAMED = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
}
LONGEST = 200
"""Letters of an expression."""

FIELDS = 5


def next_time(cron: str, zone: str, after: float) -> float:
    """Give the first time after one, in seconds since 1970; BadInput where there is none.

    What names an hour that summer time skips comes due right after the gap, and what names one
    that comes twice is due in the first; what runs each hour or oftener follows the clock.
    """
    return times(cron, zone, after, 1)[0]


def times(cron: str, zone: str, after: float, most: int) -> list[float]:
    """Give the first times after one; BadInput for no expression, no zone, or no time at all."""
    words = NAMED.get(cron.strip().lower(), cron.strip())
    if len(words) > LONGEST or len(words.split()) != FIELDS:
        raise BadInput(
            f"{cron!r:.80} is no cron expression: write minute, hour, day, month, weekday, such as"
            f" '30 4 * * 1-5', or one of {', '.join(NAMED)}"
        )
    try:
        start = datetime.fromtimestamp(after, UTC).astimezone(_zone(zone))
        found = [one.timestamp() for one in islice(CronSim(words, start), most)]
    except (CronSimError, ValueError, OverflowError, OSError) as error:
        raise BadInput(f"{cron!r:.80} is no cron expression: {error}") from None
    if not found:
        raise BadInput(f"{cron!r:.80} never comes due")
    return found


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(f"{name!r:.80} is no time zone; write UTC or Europe/Lisbon") from None
