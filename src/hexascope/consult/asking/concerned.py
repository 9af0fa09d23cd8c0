"""Whom a question concerns: those in whose field it lies, else the coordinator."""

from collections.abc import Iterator, Mapping

from hexascope.consult.asking.question import Asked
from hexascope.consult.contract import Field, Specialist
from hexascope.domain.opinion import ANALYSTS, Role
from hexascope.domain.use import Aspect, Resource, Severity

MOST_ASKED = 3
"""Specialists who answer one question."""


def concerned(
    asked: Asked, specialists: Mapping[str, Specialist], fields: Mapping[str, Field]
) -> tuple[str, ...]:
    """Give who is asked: own specialists first, whose field was stated for such questions."""
    wanted = list(_subjects(asked))
    order = (*sorted(set(fields) - set(ANALYSTS)), *ANALYSTS)
    found = [
        name
        for name in order
        if name in specialists and any(_lies_in(fields[name], one) for one in wanted)
    ]
    return tuple(found[:MOST_ASKED]) or (Role.COORDINATOR.value,)


def _subjects(asked: Asked) -> Iterator[tuple[Resource, Aspect | None]]:
    """Give resources and aspects that a question is about; of a bare resource any aspect."""
    grave = [one for one in asked.findings if one.severity > Severity.INFO]
    for one in grave or asked.findings:
        yield one.resource, one.aspect
    if not asked.findings:
        yield from ((one, None) for one in asked.resources)
        if asked.programs:
            yield Resource.PROCESS, None


def _lies_in(field: Field, subject: tuple[Resource, Aspect | None]) -> bool:
    resource, aspect = subject
    return resource in field.resources and (aspect is None or aspect in field.aspects)
