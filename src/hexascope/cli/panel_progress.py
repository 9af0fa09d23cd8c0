"""The panel live: one line on a terminal's stderr, a mark for each specialist."""

import sys

from hexascope.consult.record.keeper import Spoken
from hexascope.consult.voices.speaking import Turn
from hexascope.domain.opinion import ANALYSTS, Role
from hexascope.llm.contract import ModelError, Piece
from hexascope.words import Language, translate

MARKS = {"speaking": "…", "spoke": "✓", "absent": "✗"}
ORDER = (*ANALYSTS, Role.COORDINATOR, Role.REPORT_GENERATOR)


class PanelProgress:
    """Told of what happens at a panel; draws over its own line and wipes it at the end."""

    def __init__(self, language: Language, *, shown: bool) -> None:
        self._language = language
        self._shown = shown
        self._states: dict[str, str] = {}
        self._drawn = ""

    def __call__(self, role: str, what: "Turn | Spoken | ModelError | Piece") -> None:
        if isinstance(what, Turn):
            return  # the mark is drawn with the first word
        if isinstance(what, Spoken):
            struck = what.answered.said and not what.admitted.opinions
            self._states[role] = "absent" if struck else "spoke"
        elif isinstance(what, ModelError):
            self._states[role] = "absent"
        else:
            self._states[role] = "spoke" if what.finish else "speaking"
        if self._shown:
            self._draw()

    def end(self) -> None:
        """Wipe the line."""
        if self._drawn:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
            self._drawn = ""

    def _draw(self) -> None:
        told = "  ".join(
            f"{MARKS[state]} {translate(role.replace('_', ' '), self._language)}"
            for role, state in sorted(self._states.items(), key=lambda one: _place(one[0]))
        )
        if told != self._drawn:  # pieces come by the hundred, marks change a dozen times
            self._drawn = told
            sys.stderr.write(f"\r\x1b[2K {told}"[:180])
            sys.stderr.flush()


def _place(role: str) -> tuple[int, str]:
    """Give the place of a role in the panel's flow; users' own specialists stand behind."""
    names = [one.value for one in ORDER]
    return (names.index(role) if role in names else len(names), role)
