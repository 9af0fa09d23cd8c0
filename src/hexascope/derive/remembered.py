"""What memory adds to a case: what is usual of its evidence, what stands beside its findings."""

from collections.abc import Iterator
from dataclasses import replace

from hexascope.domain.case import Case
from hexascope.domain.entity import Entity
from hexascope.domain.evidence import Evidence, labels_of
from hexascope.domain.finding import Finding
from hexascope.domain.history import COUNT, MEDIAN, OF, RATIO, Usual, notable
from hexascope.domain.memory import Aside, Memory
from hexascope.domain.use import Unit, When


def with_memory(case: Case, memory: Memory) -> Case:
    """Give a case its memory, and evidence of what is usual for what findings and coverage cite."""
    if not memory.history.values:
        return replace(case, memory=memory)
    known = {piece.key: piece for one in case.findings for piece in one.evidence}
    for family in sorted(
        {key.partition("{")[0] for cell in case.coverage for key in cell.evidence}
    ):
        known.update({piece.key: piece for piece in case.of(family)})
    more = [made for piece in known.values() for made in _usual(piece, memory)]
    return replace(case, memory=memory, facts=case.facts.with_more(more))


def _usual(piece: Evidence, memory: Memory) -> Iterator[Evidence]:
    usual = memory.history.usual(piece.key)
    if usual is None or isinstance(piece.value, str):
        return
    yield _of(piece, MEDIAN, usual.median, piece.unit, usual)
    yield _of(piece, COUNT, float(usual.examinations), Unit.COUNT, usual)
    ratio = usual.ratio(piece.value)
    if ratio is not None:
        yield _of(piece, RATIO, ratio, Unit.RATIO, usual)


def _of(piece: Evidence, family: str, value: float, unit: Unit, usual: Usual) -> Evidence:
    return Evidence(
        family=family,
        labels=labels_of({**dict(piece.labels), OF: piece.family}),
        value=value,
        unit=unit,
        source=f"{usual.examinations} kept examinations",
        resource=piece.resource,
        aspect=piece.aspect,
    )


def asides(case: Case) -> tuple[Aside, ...]:
    """Give what memory has to say beside the present findings; nothing where it has nothing."""
    made = (_aside(one, case.memory) for one in case.findings if one.when is When.NOW)
    return tuple(one for one in made if one.known or one.ratio is not None)


def _aside(one: Finding, memory: Memory) -> Aside:
    names = _names(one.culprit) if one.culprit is not None else frozenset()
    known = tuple(
        f"{fact.words} ({fact.hours})" if fact.hours else fact.words
        for fact in memory.confirmed
        if memory.minute is not None and fact.covers(one.resource, names, memory.minute)
    )
    made = Aside(finding=one.id, known=known)
    main = one.evidence[0] if one.evidence else None
    usual = memory.history.usual(main.key) if main is not None else None
    if main is None or usual is None or isinstance(main.value, str):
        return made
    ratio = usual.ratio(main.value)
    if ratio is None or not notable(ratio):
        return made
    return made._replace(
        key=main.key, ratio=ratio, median=usual.median, examinations=usual.examinations
    )


def _names(one: Entity) -> frozenset[str]:
    """Give the names that a fact may call a culprit by."""
    said = {one.name, one.stable, one.path, one.path.rpartition("/")[2], one.key}
    if one.identity is not None:
        known = one.identity
        said |= {known.unit, known.unit.partition(".")[0], known.container, known.container_name}
        said |= {known.pod, known.image}
    return frozenset(said - {""})
