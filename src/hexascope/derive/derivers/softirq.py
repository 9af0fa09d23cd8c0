"""Interrupts, soft interrupts and the network code of each CPU: counters → rates."""

from collections.abc import Iterator

from hexascope.derive.contract import deriver
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.snapshot import Window

RAW = "interrupts.device_count"
SOFTNET = (
    ("softnet.packet_count", "softnet.packets"),
    ("softnet.drop_count", "softnet.drops"),
    ("softnet.squeeze_count", "softnet.squeezed"),
)


@deriver()
def softirq(window: Window, _so_far: Facts) -> Iterator[Evidence]:
    """Give rates of interrupts by CPU and line, of soft interrupts, and of softnet's counters."""
    for raw, family in SOFTNET:
        yield from _each(window, raw, family, series=True)
    for reading in window.last.of("softirq.count"):
        labels = dict(reading.labels)
        rate = window.rate("softirq.count", **labels)
        if labels["cpu"] == "all" and rate is not None:
            yield evidence(
                "softirq.rate",
                rate,
                source=reading.source,
                window_s=window.seconds_of("softirq.count"),
                kind=labels["kind"],
            )
    yield from _each(window, "interrupts.count", "interrupts.line_rate")
    yield from _interrupts(window)


def _each(window: Window, raw: str, family: str, *, series: bool = False) -> Iterator[Evidence]:
    for reading in window.last.of(raw):
        labels = dict(reading.labels)
        rate = window.rate(raw, **labels)
        if rate is not None:
            yield evidence(
                family,
                rate,
                source=reading.source,
                window_s=window.seconds_of(raw),
                series=window.rates(raw, **labels) if series else (),
                **labels,
            )


def _interrupts(window: Window) -> Iterator[Evidence]:
    """Give what each CPU took of devices' interrupts, and the share of the busiest."""
    rates = {one.label("cpu"): one for one in _each(window, RAW, "interrupts.rate")}
    yield from rates.values()
    total = sum(one.number for one in rates.values())
    if total <= 0:
        return
    seconds = window.seconds_of(RAW)
    busiest = max(rates.values(), key=lambda one: one.number)
    yield evidence("interrupts.rate", total, source=busiest.source, window_s=seconds, cpu="all")
    yield evidence(
        "interrupts.share",
        busiest.number / total,
        source=busiest.source,
        window_s=seconds,
        cpu=busiest.label("cpu"),
    )
