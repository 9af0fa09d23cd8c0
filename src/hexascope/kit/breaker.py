"""A circuit breaker: who has failed again and again is left alone for a while."""


class Breaker:
    """Opens after `most_failures` in a row; `rest_s` later one trial is let through.

    Times are seconds of whatever clock the caller reads.
    """

    def __init__(self, *, most_failures: int = 3, rest_s: float = 30.0) -> None:
        self._most = most_failures
        self._rest_s = rest_s
        self._failures = 0
        self._opened_at: float | None = None
        self._trial = False

    def lets_through(self, now: float) -> bool:
        """Say whether a request may go out now; an open breaker lets one trial through."""
        if self._opened_at is None:
            return True
        if self._trial or now < self._opened_at + self._rest_s:
            return False
        self._trial = True
        return True

    def closes_in(self, now: float) -> float:
        """Give the seconds until a trial is let through."""
        return 0.0 if self._opened_at is None else max(0.0, self._opened_at + self._rest_s - now)

    def succeeded(self) -> None:
        """Tell that a request went well: the breaker is closed."""
        self._failures, self._opened_at, self._trial = 0, None, False

    def failed(self, now: float) -> None:
        """Tell that a request failed."""
        self._failures += 1
        self._trial = False
        if self._failures >= self._most:
            self._opened_at = now

    def gave_up(self) -> None:
        """Tell that a trial ended without a result, such as a cancelled one."""
        self._trial = False
