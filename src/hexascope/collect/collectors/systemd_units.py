"""Service units of systemd: states, results, restarts, start times."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.rows import ServiceUnit
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

RUNNING = "/run/systemd/system"
"""The folder that is there if and only if systemd runs the host."""

MOST_UNITS = 2_000
UNSET = 1 << 63
"""systemd writes 'not set' as the greatest number of 64 bits, or as a word."""


@collector(reads=(RUNNING, "systemd_units"), gives=("unit.count", "unit.failed_count"))
def systemd_units(host: HostFiles) -> Iterator[ServiceUnit | Reading | Missing]:
    """Read which services systemd has, which failed, and how often it restarted them.

    It asks systemd's own client, in a child that is killed after two seconds.
    """
    try:
        host.names(RUNNING)
    except NotHere:
        raise NotHere(Status.NOT_PRESENT, "systemd does not run this host") from None
    text = host.call("systemd_units")
    blocks = text.split("\n\n") if isinstance(text, str) else []
    units = [unit for block in blocks if (unit := _unit(block)) is not None]
    yield from units[:MOST_UNITS]
    if len(units) > MOST_UNITS:
        reason = f"sampled: {MOST_UNITS} of {len(units)} services were kept"
        yield Missing("systemd_units", Status.UNREADABLE, reason)
    failed = sum(unit.active == "failed" for unit in units)
    yield Reading("unit.count", (), len(units), "systemctl show")
    yield Reading("unit.failed_count", (), failed, "systemctl show")


def _unit(block: str) -> ServiceUnit | None:
    """Read lines `Name=value`; None: no unit, or one that is cut short."""
    told = dict(line.partition("=")[::2] for line in block.splitlines())
    if not told.get("Id") or "ActiveState" not in told:
        return None
    started = _number(told.get("ExecMainStartTimestampMonotonic", ""))
    return ServiceUnit(
        name=told["Id"],
        active=told["ActiveState"],
        sub=told.get("SubState", ""),
        result=told.get("Result", ""),
        restarts=_number(told.get("NRestarts", "")) or 0,
        started_s=started / 1e6 if started else None,
        main_pid=_number(told.get("MainPID", "")) or 0,
        memory_bytes=_number(told.get("MemoryCurrent", "")),
        cgroup=told.get("ControlGroup", ""),
    )


def _number(word: str) -> int | None:
    if not word.isdecimal() or len(word) > 20:
        return None
    number = int(word)
    return number if number < UNSET else None
