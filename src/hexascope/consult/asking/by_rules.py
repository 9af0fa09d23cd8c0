"""Answering by rules: from findings, their links, what speaks against, and what was measured."""

from collections.abc import Iterator, Mapping

from hexascope.consult.asking.programs import not_running, of_program
from hexascope.consult.asking.question import MOST_FINDINGS, Asked, Asks, programs_of
from hexascope.consult.asking.statement import LONGEST_NAME, Statement, valued
from hexascope.consult.hypotheses import hypotheses
from hexascope.consult.speech import present
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence, Kind
from hexascope.domain.examination import Cell
from hexascope.domain.families import families
from hexascope.domain.finding import Finding
from hexascope.domain.text import Text, text
from hexascope.domain.use import Resource, Severity, Status, When
from hexascope.kit.visible import cut, visible

MOST_STATEMENTS = 12
"""Sentences of one answer: who wants more asks on."""

MOST_PROOFS = 3
"""Pieces of evidence that are said of one finding."""

_COMPONENTS: Mapping[Resource, frozenset[str]] = {
    Resource.CPU: frozenset({"cpu", "scheduler", "softirq"}),
    Resource.MEMORY: frozenset({"memory_capacity"}),
    Resource.SWAP: frozenset({"memory_capacity"}),
    Resource.DISK: frozenset({"storage_io", "latency"}),
    Resource.FILESYSTEM: frozenset({"storage_capacity"}),
    Resource.NETWORK: frozenset({"network_interface", "tcp", "udp", "conntrack"}),
    Resource.TASKS: frozenset({"task_capacity"}),
    Resource.DESCRIPTORS: frozenset({"file_descriptors"}),
    Resource.KERNEL: frozenset({"kernel_mutex"}),
    Resource.TIME: frozenset({"time"}),
}


def answered(asked: Asked, case: Case) -> tuple[Statement, ...]:
    """Answer a question from what was judged; the same question has always the same answer."""
    said = list(_of_parts(asked, case)) if not asked.is_general else list(_of_all(asked, case))
    return tuple(said[:MOST_STATEMENTS])


def _of_parts(asked: Asked, case: Case) -> Iterator[Statement]:
    for finding in asked.findings[:MOST_FINDINGS]:
        yield from _of_finding(finding, asked.asks, case)
    if len(asked.findings) > MOST_FINDINGS:
        more = float(len(asked.findings) - MOST_FINDINGS)
        yield Statement(
            said=text("{count:count} more {count:finding speaks|findings speak} of it.", count=more)
        )
    told = {one.resource for one in asked.findings if _matters(one) and one.when is When.NOW}
    for resource in asked.resources:
        if resource not in told:
            yield from _of_resource(resource, case)
    named = frozenset(asked.programs)
    for program in asked.programs:
        yield from of_program(program, asked, case)
    for kind in asked.kinds:
        if not named & programs_of(kind):
            yield not_running(kind, case)
    for word in asked.unknown:
        name = cut(visible(word), LONGEST_NAME)
        yield Statement(said=text("Nothing that was seen here is called {name}.", name=name))
    if asked.asks is Asks.WHY_NOT or asked.unknown:
        yield from _instead(asked, case)


def _of_finding(one: Finding, asks: Asks, case: Case) -> Iterator[Statement]:
    """Say what was found, what bears it out, what it comes from, and what speaks against it."""
    severity = Text(one.severity.word)
    if one.when is not When.NOW:
        said = text("That was earlier, and is over: {title}", title=one.title)
        yield Statement(said=said, proofs=one.evidence[:1])
        return
    if not _matters(one):
        said = text("As information only: {title}", title=one.title)
        yield Statement(said=said, proofs=one.evidence[:1])
        return
    said = text("It is found, of severity {severity}: {title}", severity=severity, title=one.title)
    yield Statement(said=said, proofs=one.evidence[:1])
    if asks is Asks.WHAT_TO_DO:
        yield from _to_do(one)
        return
    known = {each.id: each for each in case.findings}
    causes = [known[name] for name in one.explained_by if name in known]
    effects = [known[name] for name in one.explains if name in known]
    for cause in causes[:1]:
        yield Statement(
            said=text(
                "It is a symptom, and counts less for that; its cause: {cause}", cause=cause.title
            ),
            proofs=cause.evidence[:1],
        )
    for piece in one.evidence[:MOST_PROOFS]:
        yield Statement(said=valued(_FOR, piece), proofs=(piece,))
    for effect in effects[:1]:
        said = text("It explains what else was found: {effect}", effect=effect.title)
        yield Statement(said=said, proofs=effect.evidence[:1])
    if one.standing:
        yield Statement(said=text("It is a standing condition: it was so before."))
    yield from _against(one, case)


def _matters(one: Finding) -> bool:
    return one.severity > Severity.INFO or one.when is not When.NOW


_FOR = "For it speaks {key}: {value}."
_AGAINST = "Against it speaks {key}: {value}."
_MEASURED = "Measured there: {key}, {value}."


def _against(one: Finding, case: Case) -> Iterator[Statement]:
    found = next((each for each in hypotheses(case) if each.finding.id == one.id), None)
    if found is None:
        return
    if not found.against:
        yield Statement(said=text("Nothing that was measured speaks against it."))
    for piece in found.against:
        yield Statement(said=valued(_AGAINST, piece), proofs=(piece,))


def _to_do(one: Finding) -> Iterator[Statement]:
    if one.recommendation.template:
        yield Statement(said=one.recommendation, proofs=one.evidence[:1])
    for each in one.proposals[:1]:
        said = text(
            "The remedy in the plan is {remedy}: see `hexascope explain {remedy}`.",
            remedy=each.remedy,
        )
        yield Statement(said=said)


def _of_resource(resource: Resource, case: Case) -> Iterator[Statement]:
    """Say of a resource without finding what was measured, and what was not: that is unknown."""
    name = Text(resource.value)
    cells = [one for one in case.coverage if one.component in _COMPONENTS.get(resource, ())]
    measured = [one for one in cells if one.status is Status.MEASURED]
    unseen = [one for one in cells if one.status is not Status.MEASURED]
    if measured:
        said = text("Nothing was found wrong with this resource: {resource}.", resource=name)
        yield Statement(said=said)
    else:
        said = text(
            "Nothing was found wrong with this resource, and nothing of it was measured, so it is"
            " not known: {resource}.",
            resource=name,
        )
        yield Statement(said=said)
    for cell in measured:
        piece = _worst(cell, case)
        if piece is not None:
            yield Statement(said=valued(_MEASURED, piece), proofs=(piece,))
    for cell in unseen[:MOST_PROOFS]:
        yield Statement(
            said=text(
                "Not known: {component}, {aspect} ({reason}).",
                component=cell.component,
                aspect=Text(cell.aspect),
                reason=Text(
                    cut(visible(cell.reason), LONGEST_NAME).replace("{", "{{").replace("}", "}}")
                ),
            )
        )


def _worst(cell: Cell, case: Case) -> Evidence | None:
    """Give the largest of the pieces that measured a cell."""
    found = [
        piece
        for key in cell.evidence
        for piece in case.of(key.partition("{")[0])
        if piece.key == key
    ]
    numbers = [one for one in found if not isinstance(one.value, str) and _tells(one)]
    return max(numbers, key=lambda one: one.number, default=None)


def _tells(piece: Evidence) -> bool:
    """Say whether a value means something by itself: what has counted since boot does not."""
    row = families().get(piece.family)
    return row is not None and row.kind in (Kind.DERIVED, Kind.GAUGE) and row.name != "log.lines"


def _instead(asked: Asked, case: Case) -> Iterator[Statement]:
    """Say what stands first, where something else was asked for."""
    leading = next(present(case), None)
    if leading is None:
        yield Statement(said=text("Nothing above information was found on this host."))
        return
    if leading.id in {one.id for one in asked.findings}:
        yield Statement(said=text("It is not ruled out: it is what stands first."))
        return
    yield Statement(
        said=text("What stands first instead: {title}", title=leading.title),
        proofs=leading.evidence[:MOST_PROOFS],
    )
    for one in asked.findings[:1]:
        yield from _ranked(one, leading)


def _ranked(one: Finding, leading: Finding) -> Iterator[Statement]:
    """Say why a finding stands behind the leading one."""
    if leading.id in one.explained_by:
        yield Statement(said=text("That is the cause of what you ask about."))
    elif one.when is When.NOW and one.severity < leading.severity:
        yield Statement(
            said=text(
                "It is graver: {more} against {less}.",
                more=Text(leading.severity.word),
                less=Text(one.severity.word),
            )
        )
    elif one.when is When.NOW and one.harm < leading.harm:
        yield Statement(said=text("Both are as grave; the first does more harm to the work here."))


def _of_all(asked: Asked, case: Case) -> Iterator[Statement]:
    """Say what was found in all, worst first."""
    found = list(present(case))
    if not found:
        yield Statement(said=text("Nothing above information was found on this host."))
        unseen = [one for one in case.coverage if one.status is not Status.MEASURED]
        if unseen:
            count, whole = float(len(unseen)), float(len(case.coverage))
            said = text(
                "{count:count} of {whole:count} parts of the checklist could not be measured:"
                " nothing is known of them.",
                count=count,
                whole=whole,
            )
            yield Statement(said=said)
        return
    for place, one in enumerate(found[:MOST_FINDINGS]):
        if place == 0:
            yield from _of_finding(one, asked.asks, case)
        elif one.severity > Severity.INFO:
            said = text(
                "Then, of severity {severity}: {title}",
                severity=Text(one.severity.word),
                title=one.title,
            )
            yield Statement(said=said, proofs=one.evidence[:1])
