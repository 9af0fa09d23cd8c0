"""Interrupts: which lines fire, and which CPUs take those of devices."""

from collections.abc import Iterator

from hexascope.collect.contract import READ_LIMIT, HostFiles, collector
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

SOURCE = "/proc/interrupts"
MOST_LINES = 64
"""Lines told one by one: those that fired most often since boot."""

MOST_BYTES = 4 * READ_LIMIT
"""256 CPUs with 500 lines make 1.5 MB."""

LONGEST_NAME = 40


@collector(reads=(SOURCE,), gives=("interrupts.count", "interrupts.device_count"))
def interrupts(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read how often each line fired, and how many interrupts of devices each CPU took.

    Lines with a number belong to devices; those with a name (LOC, RES) are the kernel's own.
    """
    part = host.read_part(SOURCE, MOST_BYTES)
    head, *lines = part.text.splitlines()
    cpus = [one.removeprefix("CPU") for one in head.split()]
    by_cpu = [0] * len(cpus)
    totals: list[tuple[int, str, str]] = []
    for line in lines:
        number, _, rest = line.partition(":")
        fields = rest.split(None, len(cpus))
        counts = [int(one) for one in fields[: len(cpus)] if one.isdecimal()]
        if number.strip().isdecimal():
            by_cpu = [sum(pair) for pair in zip(by_cpu, counts, strict=False)]
        words = " ".join(fields[len(counts) :]).split()
        totals.append((sum(counts), number.strip(), words[-1][:LONGEST_NAME] if words else ""))
    for cpu, taken in zip(cpus, by_cpu, strict=False):
        yield Reading("interrupts.device_count", (("cpu", cpu),), taken, SOURCE)
    for total, line, name in sorted(totals, reverse=True)[:MOST_LINES]:
        yield Reading("interrupts.count", (("line", line), ("name", name)), total, SOURCE)
    if len(totals) > MOST_LINES or not part.whole:
        reason = f"sampled: the {MOST_LINES} busiest of {len(totals)} lines since boot"
        yield Missing("interrupts.lines", Status.NOT_SUPPORTED, reason)
