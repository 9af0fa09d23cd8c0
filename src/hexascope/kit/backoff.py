"""How long to wait before another try."""

FIRST_S, LONGEST_S = 0.25, 8.0


def wait_before(
    tries: int, *, jitter: float, asked_for_s: float | None = None, longest_s: float = LONGEST_S
) -> float:
    """Give the seconds to wait after `tries` failures; who is asked to wait longer does.

    It doubles each time, between half and the whole of it by `jitter` (0 to 1), so that many who
    failed at once don't come back at once.

    >>> [wait_before(tries, jitter=1.0) for tries in (1, 2, 3, 10)]
    [0.25, 0.5, 1.0, 8.0]
    """
    doubled = min(FIRST_S * float(2 ** min(tries - 1, 16)), longest_s)
    return max(doubled * (0.5 + jitter / 2), asked_for_s or 0.0)
