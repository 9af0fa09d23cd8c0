"""An examination's numbers as one moment."""

from dataclasses import replace

from hexascope.domain.evidence import Evidence
from hexascope.domain.use import Unit
from hexascope.kit.clock import seconds_of
from hexascope.services.series.points import STREAM, points_of
from hexascope.store.database.series.codec import doubles
from tests.support.examinations import examination


def evidence(family: str, value: float | str, **labels: str) -> Evidence:
    return Evidence(
        family=family,
        labels=tuple(sorted(labels.items())),
        value=value,
        unit=Unit.RATIO,
        source="/proc",
    )


def of(*pieces: Evidence) -> dict[str, Evidence]:
    return {one.key: one for one in pieces}


def test_numbers_are_kept_and_texts_and_passing_things_are_not() -> None:
    pieces = of(
        evidence("cpu.utilization", 0.5, cpu="all"),
        evidence("disk.await", 0.25, device="vda"),
        evidence("process.cpu", 0.75, pid="4242"),
        evidence("host.kernel", "6.1"),
        evidence("odd.number", float("inf")),
    )
    made = replace(examination(), evidence=pieces)

    batch = points_of(made)

    assert batch is not None
    assert batch.keys == ("cpu.utilization{cpu=all}", "disk.await{device=vda}")
    assert list(doubles(batch.values)) == [0.5, 0.25]
    assert list(batch.times) == [seconds_of(made.time)]
    assert (batch.source.host, batch.source.stream) == (made.host.id, STREAM)


def test_an_examination_makes_the_same_batch_each_time_and_another_one_another() -> None:
    made = replace(examination(), evidence=of(evidence("cpu.utilization", 0.5, cpu="all")))

    assert points_of(made) == points_of(made)
    one, other = points_of(made), points_of(replace(made, id="another"))
    assert one is not None
    assert other is not None
    assert one.seq != other.seq
    assert 0 <= one.seq <= 2**53


def test_an_examination_without_numbers_makes_no_batch() -> None:
    assert points_of(replace(examination(), evidence={})) is None
