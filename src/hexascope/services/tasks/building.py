"""Building: which specialists a task needs, and which evidence they want to see."""

import re
from collections.abc import Iterator, Mapping

from hexascope.consult.asking.question import resources_in
from hexascope.consult.contract import Field
from hexascope.domain.errors import BadInput
from hexascope.domain.opinion import ANALYSTS, Role
from hexascope.domain.use import Aspect
from hexascope.services.asking import Asking
from hexascope.services.tasks.contract import MOST_NAMED, AskedTask, Plan

MOST_CHOSEN = 4
"""Specialists that are chosen where nobody is named."""

NAMED = "it was named"
DEFINED = "it was made for this task"
FIELD = "its field has {shared}"
ALL = "the task names no resource: everybody is asked, the coordinator first"

_OF_COST = re.compile(
    r"\b(?:costs?|price\w*|pay\w*|expensive|cheap\w*|money|dollars?|too\s+(?:large|big)|oversized"
    r"|wast\w+|idle|rightsiz\w+|custos?|caro|barato|preços?|grande\s+demais|desperd\w+)\b",
    re.IGNORECASE,
)
"""Words that ask for what a host costs, or whether it is larger than it need be."""


def built(asked: AskedTask, asking: Asking, *, voice: str) -> Plan:
    """Put together what a task needs; BadInput for a specialist that there is none of.

    Who is named is asked, with those who were made for it; else those in whose field the words lie,
    own specialists first; else the coordinator with all analysts.
    """
    chosen = dict(_chosen(asked, tuple(asking.service.specialists), asking.fields))
    return Plan(
        specialists=tuple(chosen),
        resources=resources_in(asked.words),
        evidence=asking.service.wants,
        because=tuple(chosen.items()),
        examines=not asked.examination,
        voice=voice,
    )


def _chosen(
    asked: AskedTask, names: tuple[str, ...], fields: Mapping[str, Field]
) -> Iterator[tuple[str, str]]:
    if len(asked.specialists) > MOST_NAMED:
        raise BadInput(f"{len(asked.specialists)} specialists are named; {MOST_NAMED} is the most")
    for one in asked.specialists:
        if one not in names:
            raise BadInput(f"no specialist is called {one[:40]!r}; there are {', '.join(names)}")
        yield one, NAMED
    for one in asked.more:
        yield one, DEFINED
    if asked.specialists:
        return
    resources = frozenset(resources_in(asked.words))
    aspects = frozenset({Aspect.COST} if _OF_COST.search(asked.words) else ())
    order = (*sorted(set(fields) - set(ANALYSTS)), *ANALYSTS)
    shared = {
        one: sorted((*(fields[one].resources & resources), *(fields[one].aspects & aspects)))
        for one in order
        if one in names
    }
    fitting = [one for one in order if shared.get(one)]
    for one in fitting[:MOST_CHOSEN]:
        yield one, FIELD.format(shared=", ".join(shared[one]))
    if not fitting and not asked.more:
        yield Role.COORDINATOR.value, ALL
        for role in ANALYSTS:
            yield role.value, ALL
