"""Progress while a host is looked at: one line on a terminal's stderr, nothing elsewhere."""

import sys

from hexascope.collect.contract import Look, LookKind, Plan
from hexascope.words import Language, translate

WIDTH = 24


class Progress:
    """Called before each look; draws over its own line and wipes it at the end."""

    def __init__(self, plan: Plan, language: Language, *, shown: bool) -> None:
        self._seconds = plan.window_seconds
        self._shown = shown
        self._language = language
        self._began: float | None = None
        self._full = 0

    def __call__(self, look: Look) -> None:
        if self._began is None:
            self._began = look.at
        self._full += look.kind is LookKind.FULL
        if not self._shown:
            return
        share = min(1.0, (look.at - self._began) / self._seconds) if self._seconds else 1.0
        drawn = ("█" * round(share * WIDTH)).ljust(WIDTH, "░")
        word = translate("looking" if self._full < 2 else "judging", self._language)
        gone = look.at - self._began
        sys.stderr.write(f"\r\x1b[2K {drawn} {word} {gone:.0f}/{self._seconds:.0f} s")
        sys.stderr.flush()

    def end(self) -> None:
        """Wipe the line."""
        if self._shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
