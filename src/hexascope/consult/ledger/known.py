"""What may be said of a case: its numbers with their owners, its names, its causes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from hexascope.consult.ledger.computed import Owned, is_computed, owned
from hexascope.consult.ledger.quantity import Dimension
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity
from hexascope.domain.evidence import Evidence, key, labels_of
from hexascope.domain.families import families
from hexascope.domain.finding import Finding
from hexascope.domain.history import COUNT, MEDIAN, OF, RATIO, is_past
from hexascope.domain.use import Resource, Severity, Unit, When

SHORTEST_NAME = 2
_PART = re.compile(r"[^\s/]+")
_WORDS = re.compile(r"[\w@./:-]{3,}")

_DIMENSIONS = {
    Unit.RATIO: Dimension.RATIO,
    Unit.SECONDS: Dimension.SECONDS,
    Unit.BYTES: Dimension.BYTES,
    Unit.COUNT: Dimension.COUNT,
    Unit.PER_SECOND: Dimension.PER_S,
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One number that is true of the case, whose it is, and how it went over the window."""

    value: float
    dimension: Dimension
    names: frozenset[str] = frozenset()
    key: str = ""
    family: str = ""
    resource: Resource | None = None
    series: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was shown to who speaks: facts, evidence by key, names, and what causes what.

    `names` holds every name in lower case, `quoted` the words of texts that the host wrote: they
    may be repeated, and are nobody's name; `allowed` numbers that are nobody's claim: parameters
    of a chosen remedy. `causes` are pairs of names, cause and effect, that the findings bear out.
    `computed` says whose the values are that a model's program computed: they are no facts. `past`
    are facts on earlier examinations: they prove nothing of now. `harmed` says that something is
    found to be wrong now.
    """

    facts: tuple[Fact, ...]
    evidence: Mapping[str, Evidence]
    names: frozenset[str]
    quoted: frozenset[str] = frozenset()
    causes: frozenset[tuple[str, str]] = frozenset()
    onsets: Mapping[str, float] = field(default_factory=dict)
    allowed: frozenset[float] = frozenset()
    computed: Mapping[str, Owned] = field(default_factory=dict)
    past: tuple[Fact, ...] = ()
    harmed: bool = False

    def of(self, names: frozenset[str]) -> Iterator[Fact]:
        """Give the facts that belong to any of some names."""
        return (one for one in self.facts if one.names & names)


def known(case: Case, shown: Iterable[Evidence], allowed: Iterable[float] = ()) -> Known:
    """Gather what may be said, from the evidence that was shown and the findings of the case."""
    pieces = {one.key: one for one in shown}
    for finding in case.findings:
        pieces.update({one.key: one for one in finding.evidence})
    programs = {
        str(pid): name.lower()
        for one in _entities(case.findings)
        for pid in (one.pid, *one.pids)
        if pid
        for name in (one.name,)
    }
    owners = _owners(case.findings)
    measured = [one for one in pieces.values() if not is_computed(one) and not is_past(one.family)]
    facts = [_fact(one, programs, owners.get(one.key, frozenset())) for one in measured]
    names_of_keys = {one.key: one.names for one in facts if one is not None}
    facts += _of_entities(case.findings)
    facts += _of_host(case)
    names = {name for one in facts if one is not None for name in one.names}
    names |= {name for one in _entities(case.findings) for name in names_of(one)}
    names |= {case.host.name.lower()}
    quoted = {case.host.kernel.lower(), case.host.distribution.lower()} - {""}
    for piece in measured:
        names |= {value.lower() for _, value in piece.labels}
        if isinstance(piece.value, str):
            quoted |= {piece.value.lower(), *_WORDS.findall(piece.value.lower())}
    return Known(
        facts=tuple(one for one in facts if one is not None),
        evidence=pieces,
        names=frozenset(name for name in names if len(name) >= SHORTEST_NAME),
        quoted=frozenset(quoted),
        causes=frozenset(_causes(case.findings)),
        onsets=_onsets(pieces.values()),
        allowed=frozenset(allowed),
        harmed=any(_harms(one) for one in case.findings),
        computed=owned(case, names_of_keys, pieces),
        past=tuple(_of_past(pieces.values(), names_of_keys)),
    )


def _harms(one: Finding) -> bool:
    return one.severity >= Severity.MEDIUM and one.when is When.NOW


def names_of(one: Entity) -> frozenset[str]:
    """Give all names that a culprit or victim goes by, in lower case."""
    said = {one.name, one.path, one.key, *map(str, one.pids), str(one.pid or "")}
    if one.identity is not None:
        said |= {one.identity.unit, one.identity.container[:12], one.identity.owner}
        said |= {one.identity.unit.partition(".")[0]}
    said |= set(_PART.findall(one.path))
    return frozenset(word.lower() for word in said if len(word) >= SHORTEST_NAME)


def dimension_of(piece: Evidence) -> Dimension:
    """Give what a piece of evidence measures."""
    if piece.family == RATIO:
        return Dimension.FACTOR
    row = families().get(piece.label(OF) if piece.family == MEDIAN else piece.family)
    if piece.unit is Unit.PER_SECOND and row is not None and row.bytes_:
        return Dimension.BYTES_PER_S
    return _DIMENSIONS.get(piece.unit, Dimension.COUNT)


def _fact(piece: Evidence, programs: Mapping[str, str], owners: frozenset[str]) -> Fact | None:
    if isinstance(piece.value, str):
        return None
    labels = {value.lower() for _, value in piece.labels}
    labels |= {programs[value] for value in labels if value in programs}
    parts = {part for value in labels for part in _PART.findall(value)}
    return Fact(
        piece.value,
        dimension_of(piece),
        frozenset(labels | parts | owners),
        piece.key,
        piece.family,
        piece.resource,
        piece.series,
    )


def _of_past(pieces: Iterable[Evidence], names: Mapping[str, frozenset[str]]) -> Iterator[Fact]:
    """Give what may be said of earlier examinations in words; medians are stated by their key."""
    for piece in pieces:
        dimension = {RATIO: Dimension.FACTOR, COUNT: Dimension.COUNT}.get(piece.family)
        if dimension is None or isinstance(piece.value, str):
            continue
        labels = {name: value for name, value in piece.labels if name != OF}
        owners = names.get(key(piece.label(OF), labels_of(labels)), frozenset())
        owners |= frozenset(value.lower() for value in labels.values())
        yield Fact(piece.value, dimension, owners, piece.key, piece.family, piece.resource)


def _owners(findings: Iterable[Finding]) -> dict[str, frozenset[str]]:
    """Give for each piece of evidence the names of those whom a finding proves by it."""
    owners: dict[str, frozenset[str]] = {}
    for finding in findings:
        concerned = [one for one in (finding.culprit, *finding.victims) if one is not None]
        names = frozenset(name for one in concerned for name in names_of(one))
        for piece in finding.evidence:
            owners[piece.key] = owners.get(piece.key, frozenset()) | names
    return owners


def _of_entities(findings: Iterable[Finding]) -> Iterator[Fact]:
    """Give what an entity itself states: how many processes, its share, its pids."""
    for finding in findings:
        if finding.victims:
            names = frozenset(name for one in finding.victims for name in names_of(one))
            yield Fact(float(len(finding.victims)), Dimension.COUNT, names)
        for one in (finding.culprit, *finding.victims):
            if one is None:
                continue
            names = names_of(one)
            yield Fact(float(max(1, len(one.pids))), Dimension.COUNT, names)
            if one.share is not None:
                yield Fact(one.share, Dimension.RATIO, names, resource=finding.resource)
            yield from (Fact(float(pid), Dimension.COUNT, names) for pid in one.pids)
        if finding.threshold is not None and finding.evidence:
            first = finding.evidence[0]
            yield Fact(finding.threshold, dimension_of(first), resource=first.resource)


def _of_host(case: Case) -> Iterator[Fact]:
    if case.host.cpus:
        yield Fact(float(case.host.cpus), Dimension.COUNT, resource=Resource.CPU)
    if case.host.memory_bytes:
        yield Fact(float(case.host.memory_bytes), Dimension.BYTES, resource=Resource.MEMORY)
    yield Fact(case.window.seconds, Dimension.SECONDS)
    yield Fact(float(len(case.findings)), Dimension.COUNT)


def _entities(findings: Iterable[Finding]) -> Iterator[Entity]:
    for finding in findings:
        yield from (one for one in (finding.culprit, *finding.victims) if one is not None)


def _causes(findings: Iterable[Finding]) -> Iterator[tuple[str, str]]:
    """Give who is shown to cause what: a culprit and its victims, a finding and its symptoms."""
    known_findings = {one.id: one for one in findings}
    for finding in known_findings.values():
        causes = {finding.check, *(names_of(finding.culprit) if finding.culprit else ())}
        effects = {name for one in finding.victims for name in names_of(one)}
        effects |= {finding.resource.value, finding.check}
        for symptom in finding.explains:
            other = known_findings.get(symptom)
            if other is not None:
                effects |= {other.check, other.resource.value}
                concerned = [one for one in (other.culprit, *other.victims) if one is not None]
                effects |= {name for one in concerned for name in names_of(one)}
        yield from ((cause, effect) for cause in causes for effect in effects if cause != effect)


def _onsets(pieces: Iterable[Evidence]) -> dict[str, float]:
    """Give when signals rose, by the name of what rose."""
    return {
        value.lower(): piece.number
        for piece in pieces
        if piece.family == "onset.at" and not isinstance(piece.value, str)
        for _, value in piece.labels
    }
