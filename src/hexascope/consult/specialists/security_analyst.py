"""The security analyst: signs of intrusion, open doors, and what each change would endanger."""

from collections.abc import Iterator, Mapping

from hexascope.consult.contract import Prices, Specialist
from hexascope.consult.speech import opine, present
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import Opinion, Role, Stance
from hexascope.domain.remedy import Proposal, proposal
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Resource, Severity

ROLE = Role.SECURITY_ANALYST

MANDATE = """
You judge what endangers this host: signs of intrusion, listeners open to the world, programs whose
files are gone, unsafe settings, known weaknesses of the processor and what their mitigations cost.

You weigh the risk of each proposed change as well: oppose what would hit the first process, the
way in, a database or a container runtime, and what would destroy evidence of an intrusion.

Speak only of evidence of this case and name each piece by its key. Agree with a finding or oppose
it; have no opinion on what the evidence does not show.
"""

DISRUPTIVE = frozenset(
    {"stop_process", "stop_writer", "stop_client", "restart_unit", "limit_cpu", "limit_memory"}
)
"""Remedies that stop a program, or may get it stopped."""

ERASES = DISRUPTIVE | {"restart_for_upgrade", "close_deleted_files", "fix_crash"}
"""Remedies after which an intruder's program can't be looked at any more."""

A_SWITCH_COSTS_S = 1e-6
"""What mitigations add to one switch into another program, seconds: the upper end of what has been
published for page-table isolation and retpolines on processors that need them."""

_FIRST = text("everything on the host hangs on it")
_WAY_IN = text("it is the way in for whoever repairs this host")
_DATA = text("it holds data in memory, and others wait for its answers")
_RUNTIME = text("it runs the containers of this host")
_SYSTEM = text("other services of the system need it")

_PROGRAMS: Mapping[str, Text] = {
    "systemd init runit s6-svscan dumb-init tini": _FIRST,
    "sshd sshd-session dropbear": _WAY_IN,
    "postgres postmaster mysqld mariadbd mongod oracle sqlservr cassandra": _DATA,
    "redis-server valkey-server etcd clickhouse-serv beam.smp": _DATA,
    "dockerd containerd containerd-shim crio kubelet podman libvirtd": _RUNTIME,
    "systemd-journal systemd-logind systemd-udevd systemd-network": _SYSTEM,
    "systemd-resolve dbus-daemon dbus-broker NetworkManager": _SYSTEM,
}

CRITICAL: Mapping[str, Text] = {
    name: why for names, why in _PROGRAMS.items() for name in names.split()
}
"""Programs that no change may stop unasked, and why."""

LONGEST_COMM = 15
"""Characters that the kernel keeps of a program's name."""

WITHOUT_PASSWORD: Mapping[str, str] = {
    "23": "Telnet",
    "873": "rsync",
    "2049": "NFS",
    "2375": "Docker",
    "2379": "etcd",
    "5900": "VNC",
    "6000": "X11",
    "6379": "Redis",
    "9200": "Elasticsearch",
    "10250": "kubelet",
    "11211": "memcached",
    "27017": "MongoDB",
}
"""Ports whose services often ask for no password, or send it in clear."""


def rules(case: Case, _prices: Prices) -> Iterator[Opinion]:
    """Speak of signs of intrusion, of open doors, and against changes that endanger the host."""
    programs = {one.pid: one.now.comm for one in case.rows(ProcessUse)}
    suspects = {
        pid: one for one in present(case) if _is_intrusion(one) for pid in _pids(one) if pid > 1
    }
    for one in present(case):
        if _is_intrusion(one):
            yield _intrusion(one)
        else:
            yield from _endangered(one, programs, suspects)
    for one in case.findings:
        yield from _open_door(one)
    yield from _weak_processor(case)


def _is_intrusion(one: Finding) -> bool:
    return (
        one.resource is Resource.SECURITY
        and not one.standing
        and any(asked.remedy == "investigate_intrusion" for asked in one.proposals)
    )


def _pids(one: Finding) -> set[int]:
    return set() if one.culprit is None else {one.culprit.pid or 0, *one.culprit.pids} - {0}


def _intrusion(one: Finding) -> Opinion:
    said = text(
        "Treat it as a break-in until somebody names the program: keep a copy and its connections"
        " before you stop it, then change every secret that this host knew."
    )
    return opine(ROLE, one, said, sure=5)


def _endangered(
    one: Finding, programs: Mapping[int, str], suspects: Mapping[int, Finding]
) -> Iterator[Opinion]:
    """Object to the first proposal of a finding that would hit what must not be hit."""
    for asked in one.proposals:
        pid = int(asked.values().get("pid", "0") or 0)
        if asked.remedy in ERASES and pid in suspects:
            yield opine(
                ROLE,
                one,
                text(
                    "Do not stop it yet: pid {pid} shows signs of an intrusion, and what it runs is"
                    " gone once it ends. Keep a copy first.",
                    pid=str(pid),
                ),
                stance=Stance.OPPOSES,
                more=suspects[pid].evidence[:1],
                steps=1,
                proposals=(asked,),
            )
            return
        why = _critical(asked, pid, programs) if asked.remedy in DISRUPTIVE else None
        if why is not None:
            yield _objection(one, asked, why)
            return


def _critical(asked: Proposal, pid: int, programs: Mapping[int, str]) -> tuple[str, Text] | None:
    """Name what a disruptive remedy would hit, and why that must not be; None: nothing such."""
    if pid == 1:
        return programs.get(1, "init"), _FIRST
    values = asked.values()
    group = values.get("cgroup", "")
    if group in ("/", "/init.scope", "/system.slice"):
        return group, _SYSTEM
    unit = (values.get("unit") or group.rpartition("/")[2]).removesuffix(".service")
    for name in (programs.get(pid, ""), unit.partition("@")[0], f"{unit}d", f"{unit}-server"):
        if name[:LONGEST_COMM] in CRITICAL:
            return name, CRITICAL[name[:LONGEST_COMM]]
    return None


def _objection(one: Finding, asked: Proposal, why: tuple[str, Text]) -> Opinion:
    return opine(
        ROLE,
        one,
        text(
            "Not without somebody who answers for it: {remedy} would hit {name}, and {why}.",
            remedy=asked.remedy,
            name=why[0],
            why=why[1],
        ),
        stance=Stance.OPPOSES,
        steps=1,
        proposals=(asked,),
    )


def _open_door(one: Finding) -> Iterator[Opinion]:
    """An open listener is no news, unless its kind seldom asks for a password."""
    if one.aspect is not Aspect.SECURITY:
        return
    for piece in one.evidence:
        service = WITHOUT_PASSWORD.get(piece.label("port"))
        if service is not None:
            said = text(
                "Port {port} is that of {service}, which often asks for no password: let it listen"
                " on this host alone, or behind a firewall.",
                port=piece.label("port"),
                service=service,
            )
            yield opine(ROLE, one, said, steps=1)
            return


def _weak_processor(case: Case) -> Iterator[Opinion]:
    """Weigh unmitigated weaknesses against what their mitigations would cost this work."""
    open_ones = case.one("hardware.vulnerable_count")
    if open_ones is None or isinstance(open_ones.value, str) or open_ones.value < 1:
        return
    switches = case.one("cpu.switch_rate_per_cpu")
    because = [open_ones.key]
    if switches is None or isinstance(switches.value, str):
        advice = text(
            "Known weaknesses of this processor are open ({count:count}): a program on it may read"
            " what belongs to others. It matters where programs of several owners run.",
            count=open_ones.value,
        )
    else:
        because.append(switches.key)
        advice = text(
            "Known weaknesses of this processor are open ({count:count}): a program on it may read"
            " what belongs to others. At {rate:per_s} switches a CPU their mitigations would cost"
            " at most about {share:percent} of the CPU time.",
            count=open_ones.value,
            rate=switches.value,
            share=switches.value * A_SWITCH_COSTS_S,
        )
    named = [one for one in case.findings if open_ones.key in one.keys]
    yield Opinion(
        role=ROLE,
        item=named[0].id if named else "processor_weaknesses",
        stance=Stance.AGREES,
        advice=advice,
        because=tuple(because),
        severity=named[0].severity if named else Severity.INFO,
        confidence=70,
        proposals=(proposal("enable_mitigation"),),
    )


security_analyst = Specialist(role=ROLE, mandate=MANDATE, rules=rules)
