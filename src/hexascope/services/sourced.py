"""Evidence of a window that somebody else has kept says so: who derives it knows files only."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import families
from hexascope.domain.snapshot import Window

MOST_SOURCES = 2
"""Series that are named for one value."""

NONE: Mapping[str, str] = MappingProxyType({})


def sourced(case: Case, keeper: str, of_rows: Mapping[str, str] = NONE) -> Case:
    """Give a case whose evidence names the keeper's series, or the keeper with the file it read."""

    def told(piece: Evidence) -> Evidence:
        source = of_rows.get(piece.family) or _source(piece, keeper, case.window)
        return replace(piece, source=source)

    evidence = {
        family: {labels: told(piece) for labels, piece in by_labels.items()}
        for family, by_labels in case.facts.evidence.items()
    }
    findings = tuple(
        replace(one, evidence=tuple(told(piece) for piece in one.evidence)) for one in case.findings
    )
    return replace(case, facts=replace(case.facts, evidence=evidence), findings=findings)


def _source(piece: Evidence, keeper: str, window: Window) -> str:
    if piece.source.startswith(f"{keeper} "):
        return piece.source
    row = families().get(piece.family)
    known = {
        source for raw in (row.made_from if row else ()) for source in _sources(raw, piece, window)
    }
    if 0 < len(known) <= MOST_SOURCES:  # of a dozen nobody would know which one it was
        return ", ".join(sorted(known))
    return f"{keeper} ({piece.source})"


def _sources(raw: str, piece: Evidence, window: Window) -> Iterator[str]:
    """Give the sources of the readings that a value was made from: those that share its labels."""
    labels = set(piece.labels)
    for reading in window.last.of(raw):
        names = {name for name, _ in reading.labels}
        if {pair for pair in labels if pair[0] in names} <= set(reading.labels):
            yield reading.source
