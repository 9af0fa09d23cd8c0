"""An examination's numbers as moments of a series."""

from array import array
from math import isfinite

from hexascope.domain.evidence import Evidence
from hexascope.domain.examination import Examination
from hexascope.domain.series import LONGEST_KEY, MOST_KEYS, Batch, Source, layout_of, number_of
from hexascope.kit.clock import seconds_of
from hexascope.store.database.series.codec import plain

STREAM = "examinations"
STEP = 60
PASSING = frozenset(("pid", "tid", "ppid", "process", "thread", "id"))
"""Labels of things that come and go: a series each would be two points long."""


def points_of(made: Examination) -> Batch | None:
    """Give the evidence of an examination as one moment; None where nothing of it is a number.

    It may be kept twice: the number of the batch is made of the examination's id. An examination
    of rates knows no counters, so it needs no boot.
    """
    numbers = {key: one.number for key, one in sorted(made.evidence.items()) if _lasts(key, one)}
    if not numbers or not made.host.id:
        return None
    keys = tuple(numbers)[:MOST_KEYS]
    return Batch(
        source=Source(host=made.host.id, boot="any", stream=STREAM, step=STEP),
        host_name=made.host.name,
        seq=number_of(made.id) >> 10,
        keys=keys,
        layout=layout_of(keys),
        times=array("d", [seconds_of(made.time)]),
        values=plain(array("d", (numbers[key] for key in keys))),
    )


def _lasts(key: str, one: Evidence) -> bool:
    if isinstance(one.value, str) or len(key) > LONGEST_KEY or not isfinite(one.value):
        return False
    return not PASSING & {name for name, _ in one.labels}
