"""Evidence whose labels are those of a reading."""

from dataclasses import replace

from hexascope.domain.evidence import Evidence, Labels
from hexascope.domain.families import evidence


def labelled(
    family: str,
    value: float,
    labels: Labels,
    *,
    source: str,
    window_s: float = 0.0,
    series: tuple[tuple[float, float], ...] = (),
) -> Evidence:
    """Make a piece of evidence of a declared family with labels that are in order already."""
    made = evidence(family, value, source=source, window_s=window_s, series=series)
    return replace(made, labels=labels)
