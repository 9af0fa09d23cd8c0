"""Lock-ups and stalls: the kernel says itself that something hangs or is broken."""

import re
from collections.abc import Iterator
from re import Pattern

from hexascope.check.contract import check, declared, limit
from hexascope.check.log_lines import in_window, matching, seconds_ago
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.rows import LogLine
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit, When

KINDS: tuple[tuple[str, Pattern[str], Severity], ...] = (
    (
        "soft lockup",
        re.compile(r"soft lockup - CPU#\d+ stuck .*?\[(?P<name>.+?):(?P<pid>\d+)\]"),
        Severity.CRITICAL,
    ),
    ("hard lockup", re.compile(r"hard LOCKUP on cpu", re.IGNORECASE), Severity.CRITICAL),
    (
        "RCU stall",
        re.compile(r"rcu.*detected (?:expedited )?stalls?|self-detected stall"),
        Severity.HIGH,
    ),
    (
        "hung task",
        re.compile(r"task (?P<name>.+?):(?P<pid>\d+) blocked for more than \d+ seconds"),
        Severity.HIGH,
    ),
    (
        "machine check",
        re.compile(r"\[Hardware Error\]|mce: .*(?:error|exception)", re.IGNORECASE),
        Severity.HIGH,
    ),
    (
        "kernel bug",
        re.compile(r"^(?:kernel )?BUG: (?!soft)|Oops: |general protection fault, "),
        Severity.CRITICAL,
    ),
)


@declared
class Limits:
    """Limits of lockup."""

    oldest: float = limit(
        86_400,
        Unit.SECONDS,
        "age from which on a line is no longer told",
        source="ours: one day; yesterday's lines are no finding",
        window="one day",
    )


@check(resource=Resource.KERNEL, aspect=Aspect.ERRORS, needs=("log.lines",), limits=Limits)
def lockup(case: Case, limits: Limits) -> Iterator[Found]:
    """The kernel's log speaks of a lock-up, a stall, a hung task or faulty hardware.

    Why it matters: these are no guesses. Some task or CPU did not move for ten seconds or more, or
    the hardware reported an error; requests of that time hang or are lost.

    What to do: read the lines around it (`dmesg -T`). A hung task waits mostly for storage; a soft
    lockup or RCU stall in a virtual machine often means that its host was overloaded.
    """
    for kind, pattern, severity in KINDS:
        found = [
            one for one in matching(case, pattern) if seconds_ago(case, one.line) <= limits.oldest
        ]
        if found:
            last = found[-1]
            names = last.match.groupdict()
            yield _found(case, kind, [one.line for one in found], names, severity)


def _found(
    case: Case, kind: str, lines: list[LogLine], names: dict[str, str], severity: Severity
) -> Found:
    number, last = float(len(lines)), lines[-1]
    now = in_window(case, last)
    name, pid = names.get("name") or "", names.get("pid") or ""
    culprit = None
    if name and pid.isdecimal():
        culprit = Entity(kind=EntityKind.PROCESS, name=name, pid=int(pid), pids=(int(pid),))
    return Found(
        severity=severity,
        harm=Harm.FAILING,
        when=When.NOW if now else When.PAST,
        title=text(
            "The kernel reported: {kind} ({number:count} {number:line|lines} in its log)",
            kind=kind,
            number=number,
        ),
        description=text("Its last words on it: {line}", line=last.text[:200]),
        recommendation=text("Read the lines around it: dmesg -T, or journalctl -k."),
        culprit=culprit,
        evidence=(
            evidence("kernel.trouble_count", number, source="/dev/kmsg", kind=kind),
            evidence("kernel.trouble", last.text[:256], source="/dev/kmsg", kind=kind),
        ),
        confidence=95,
        ago_s=seconds_ago(case, last),
    )
