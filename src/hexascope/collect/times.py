"""Times as logs and runtimes write them: 2026-11-21 03:10:00, 2026-11-21T03:10:00.123+0100.

Written out because the recorder runs on Pythons that have no `datetime.fromisoformat`.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

_TIME = re.compile(
    r"^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(?:[.,]\d{1,9})?"
    r"(?:(Z)|([+-])(\d\d):?(\d\d))?$",
    re.ASCII,
)


class Written(NamedTuple):
    """A time as it is written, and by how much its clock is ahead of UTC; None: it doesn't say."""

    local: datetime
    ahead: timedelta | None

    def seconds(self) -> float:
        """Give seconds since 1970; what says no zone is taken as UTC."""
        return self.local.replace(tzinfo=UTC).timestamp() - (
            self.ahead.total_seconds() if self.ahead is not None else 0.0
        )


def written(word: str) -> Written:
    """Read a time; ValueError for what is none."""
    told = _TIME.match(word)
    if told is None:
        raise ValueError(f"{word!r:.40} is no time")
    year, month, day, hour, minute = (int(told[place]) for place in range(1, 6))
    local = datetime(year, month, day, hour, minute, int(told[6] or 0))  # noqa: DTZ001 - as written
    if told[7]:
        return Written(local, timedelta(0))
    if not told[8]:
        return Written(local, None)
    ahead = timedelta(hours=int(told[9]), minutes=int(told[10]))
    return Written(local, -ahead if told[8] == "-" else ahead)
