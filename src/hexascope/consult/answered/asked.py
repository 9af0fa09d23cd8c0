"""What the analysts of one panel ask to have done, gathered from their answers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from hexascope.consult.answered.forms import NONE, Answered
from hexascope.consult.answered.programs import RULES, program_in, with_program
from hexascope.consult.contract import Program, Wish
from hexascope.consult.told.briefing import Briefing
from hexascope.domain.errand import Errand

NOT_ALLOWED = "it asks for a program to be run, and that is not allowed (--allow-code)"
OVER = "it asks for a program when none is run any more"

TOO_LATE = "it was asked for when none was run any more"


class Asked:
    """Gathers wishes; with `code` programs may be asked for, until it is ended."""

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
        if answered.probe != NONE:  # who wishes late is told of, too
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


def late(asked: Iterable[tuple[str, str, str]], errands: Iterable[Errand]) -> Iterator[Errand]:
    """Tell of the probes (who, what, on whom) that were asked for when none was run any more."""
    known = {(one.probe, one.subject) for one in errands}
    roles: dict[tuple[str, str], list[str]] = {}
    for role, probe, subject in asked:
        if (probe, subject) not in known:
            roles.setdefault((probe, subject), []).append(role)
    for (probe, subject), who in roles.items():
        yield Errand(probe=probe, subject=subject, asked_by=tuple(who), reason=TOO_LATE)
