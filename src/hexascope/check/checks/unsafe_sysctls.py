"""Settings of the kernel that leave a door open."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from hexascope.check import culprits
from hexascope.check.contract import NoLimits, check
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity


class _Rule(NamedTuple):
    """When a setting is unsafe, what to set it to, and what it lets happen."""

    unsafe: Callable[[str], bool]
    better: str
    lets: Text
    severity: Severity = Severity.LOW


def _is(value: str) -> Callable[[str], bool]:
    return lambda seen: seen == value


RULES = {
    "kernel.randomize_va_space": _Rule(
        lambda seen: seen in ("0", "1"),
        "2",
        text("Addresses of programs can be foreseen, which makes every memory bug easier to use."),
        Severity.MEDIUM,
    ),
    "fs.protected_symlinks": _Rule(
        _is("0"),
        "1",
        text("A link in /tmp can lead a program of root to a file of an attacker's choice."),
        Severity.MEDIUM,
    ),
    "fs.protected_hardlinks": _Rule(
        _is("0"),
        "1",
        text("Anybody can make links to files that he may not read, and lead programs to them."),
        Severity.MEDIUM,
    ),
    "net.ipv4.tcp_syncookies": _Rule(
        _is("0"),
        "1",
        text("A flood of half-open connections shuts a service out of the network."),
        Severity.MEDIUM,
    ),
    "net.ipv4.conf.all.accept_source_route": _Rule(
        _is("1"), "0", text("A sender may choose the way of its packets past a firewall.")
    ),
    "fs.suid_dumpable": _Rule(
        _is("1"),
        "0",
        text("A crash of a privileged program leaves its memory where others may read it."),
    ),
    "vm.mmap_min_addr": _Rule(
        lambda seen: seen.isdecimal() and int(seen) < 4096,
        "65536",
        text("A bug in the kernel that follows a null pointer can be used to take the host over."),
        Severity.MEDIUM,
    ),
    "kernel.unprivileged_bpf_disabled": _Rule(
        _is("0"),
        "2",
        text("Anybody may load programs into the kernel, which spies on what the CPU guesses."),
    ),
    "kernel.kptr_restrict": _Rule(
        _is("0"),
        "1",
        text(
            "Files under /proc show at which addresses the kernel lies, which attacks on it need."
        ),
    ),
    "kernel.dmesg_restrict": _Rule(
        _is("0"), "1", text("Anybody may read the kernel log, with addresses and device names.")
    ),
}


@check(resource=Resource.SECURITY, aspect=Aspect.SECURITY, needs=("sysctl.value",), limits=NoLimits)
def unsafe_sysctls(case: Case, _limits: NoLimits) -> Iterator[Found]:
    """A setting of the kernel leaves a door open that distributions close.

    Why it matters: each is a layer that stops or slows an attacker who already runs something here.

    What to do: set it as advised, unless something here needs it as it is, and keep it in
    /etc/sysctl.d.
    """
    for piece in case.of("sysctl.value"):
        rule = RULES.get(piece.label("name"))
        if rule is not None and rule.unsafe(str(piece.value)):
            yield _found(piece, rule)


def _found(piece: Evidence, rule: _Rule) -> Found:
    name, value = piece.label("name"), str(piece.value)
    return Found(
        severity=rule.severity,
        harm=Harm.NONE,
        standing=True,
        title=text("{name} is {value}", name=name, value=value),
        description=rule.lets,
        recommendation=text("Set {name} to {better}.", name=name, better=rule.better),
        proposals=(proposal("set_sysctl", sysctl=name, value=rule.better),),
        culprit=culprits.named(EntityKind.SYSCTL, name),
        evidence=(piece,),
        confidence=90,
    )
