"""What the analysts of one panel ask to have done, gathered from their answers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hexascope.consult.briefing import Briefing
from hexascope.consult.contract import Program, Wish
from hexascope.consult.forms import NONE, Answered
from hexascope.consult.programs import RULES, program_in, with_program

NOT_ALLOWED = "it asks for a program to be run, and that is not allowed (--allow-code)"
OVER = "it asks for a program to be run once more"


class Asked:
    """Gathers wishes; with `code` programs may be asked for. What is asked for late is refused."""

    def __init__(self, *, code: bool = False) -> None:
        self._code = code
        self._over = False
        self.wishes: list[Wish] = []
        self.programs: list[Program] = []

    @property
    def rules(self) -> str:
        """Give what an analyst is told of programs; '' where none may be asked for."""
        return RULES if self._may_compute else ""

    def form(self, form: dict[str, Any]) -> dict[str, Any]:
        """Give the form of an answer, with a place for a program where one may be asked for."""
        return with_program(form) if self._may_compute else form

    def heard(
        self, role: str, data: Mapping[str, Any], answered: Answered, briefing: Briefing
    ) -> Answered:
        """Take an answer's wishes; what is refused of them is told with the answer."""
        why_not = "" if self._may_compute else OVER if self._code else NOT_ALLOWED
        program, refused = program_in(data, briefing, role, why_not=why_not)
        if program is not None:
            self.programs.append(program)
        if answered.probe != NONE and not self._over:
            self.wishes += self._wish(role, answered, briefing)
        return replace(answered, refused=(*answered.refused, refused)) if refused else answered

    def end(self) -> None:
        """Take no more wishes: what came of them is known."""
        self._over = True

    @property
    def _may_compute(self) -> bool:
        return self._code and not self._over

    def _wish(self, role: str, answered: Answered, briefing: Briefing) -> list[Wish]:
        wanted = (answered.probe, answered.probe_on)
        for place, one in enumerate(briefing.hypotheses, start=1):
            if wanted in one.probes:
                return [
                    Wish(
                        role=role,
                        probe=answered.probe,
                        subject=answered.probe_on,
                        finding=one.finding.id,
                        rank=place,
                    )
                ]
        return []
