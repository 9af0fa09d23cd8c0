"""Counters of things as what they counted in the window."""

from collections.abc import Iterator

from hexascope.derive.labelled import labelled
from hexascope.domain.evidence import Evidence
from hexascope.domain.snapshot import Window


def growths(window: Window, raw: str, family: str) -> Iterator[Evidence]:
    """Give each instance of a counter as its growth; one that was reset meanwhile is left out."""
    for reading in window.last.of(raw):
        growth = window.growth(raw, **dict(reading.labels))
        if growth is not None:
            seconds = window.seconds_of(raw)
            yield labelled(family, growth, reading.labels, source=reading.source, window_s=seconds)
