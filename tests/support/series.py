"""Batches of made-up series, and what they should come to."""

from array import array
from collections.abc import Sequence
from random import Random

from hexascope.domain.series import Batch, Source, layout_of

WEB = Source(host="a" * 32, boot="b1", stream="steady", step=1)


def batch(
    *,
    seq: int = 1,
    times: Sequence[float] = (1_000_000.0,),
    keys: Sequence[str] = ("cpu.load",),
    values: Sequence[Sequence[float]] = ((1.0,),),
    source: Source = WEB,
    host_name: str = "web-1",
) -> Batch:
    """Make one batch; `values` moment after moment."""
    flat = array("d", (value for row in values for value in row))
    return Batch(
        source=source,
        host_name=host_name,
        seq=seq,
        keys=tuple(keys),
        layout=layout_of(keys),
        times=array("d", times),
        values=flat.tobytes(),
    )


def batches(
    count: int,
    *,
    begin: float = 1_000_000.0,
    series: int = 5,
    source: Source = WEB,
    seed: int = 1,
) -> list[Batch]:
    """Make batches of one moment each, of random numbers and gaps."""
    random = Random(seed)
    keys = [f"disk.await{{device=d{number:03}}}" for number in range(series)]
    unknown = float("nan")
    return [
        batch(
            seq=number,
            times=[begin + number * source.step],
            keys=keys,
            values=[
                [unknown if random.random() < 0.1 else random.gauss(5, 2) for _ in range(series)]
            ],
            source=source,
        )
        for number in range(count)
    ]
