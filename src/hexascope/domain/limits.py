"""What one tenant may use: the limits that the instance's administrator sets."""

from collections.abc import Mapping
from dataclasses import dataclass

from hexascope.domain.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit: what is usual, the most that may be set, and what it means; the least is 0."""

    name: str
    usual: float
    most: float
    meaning: str


LIMITS: Mapping[str, Limit] = {
    one.name: one
    for one in (
        Limit(name="users", usual=1000, most=5000, meaning="accounts of people"),
        Limit(name="hosts", usual=1000, most=10_000, meaning="hosts that are kept"),
        Limit(
            name="series_per_host",
            usual=5000,
            most=100_000,
            meaning="series that one host may send",
        ),
        Limit(name="jobs_waiting", usual=100_000, most=100_000, meaning="jobs that may wait"),
        Limit(
            name="requests_per_minute",
            usual=1200,
            most=100_000,
            meaning="requests that one caller may make in a minute",
        ),
        Limit(name="keep_days", usual=730, most=3650, meaning="days for which anything is kept"),
        Limit(
            name="day_tokens",
            usual=2_000_000,
            most=1_000_000_000,
            meaning="tokens that all panels of a day (UTC) may take",
        ),
        Limit(
            name="day_dollars",
            usual=10.0,
            most=100_000.0,
            meaning="US dollars that all panels of a day (UTC) may cost",
        ),
    )
}
"""All there are, by name."""


def checked_limits(given: Mapping[str, float]) -> dict[str, float]:
    """Give limits as they are kept; BadInput names one that is unknown or out of its range."""
    for name, value in given.items():
        if name not in LIMITS:
            raise BadInput(f"{name[:40]!r} is no limit; there are {', '.join(sorted(LIMITS))}")
        if not 0 <= value <= LIMITS[name].most:
            raise BadInput(f"{name} {value:g}: it may be 0 to {LIMITS[name].most:g}")
    return {name: float(value) for name, value in given.items()}


def in_force(given: Mapping[str, float], usual: Mapping[str, float]) -> dict[str, float]:
    """Give every limit: the tenant's own, else that of the server's settings, else the usual."""
    return {
        name: float(given.get(name, usual.get(name, limit.usual))) for name, limit in LIMITS.items()
    }
