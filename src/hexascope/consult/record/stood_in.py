"""Rules that stood in for a model, as events of the panel's record: what they said, and when."""

from collections.abc import Iterable
from dataclasses import replace

from hexascope.domain.opinion import Opinion
from hexascope.domain.panel import Event, EventKind, PanelRecord
from hexascope.words import render


def with_stand_ins(record: PanelRecord, opinions: Iterable[Opinion]) -> PanelRecord:
    """Give a record with what rules said in a model's place: when that model had ended."""
    ended = {one.who: one.at_s for one in record.events if one.kind in _ENDS}
    more = [_event(one, ended.get(one.role, 0.0)) for one in opinions if one.stands_in]
    return replace(record, events=tuple(sorted((*record.events, *more), key=lambda one: one.at_s)))


_ENDS = (EventKind.ANSWERED, EventKind.FAILED, EventKind.STRUCK)


def _event(one: Opinion, at_s: float) -> Event:
    return Event(
        at_s=at_s,
        kind=EventKind.OPINION,
        who=one.role,
        item=one.item,
        words=render(one.advice),
        evidence=one.because,
        facts={
            "stance": one.stance.value,
            "severity": one.severity.word,
            "confidence": one.confidence,
            "stands_in": True,
        },
    )
