"""Counters of IP, TCP and UDP, for each network namespace."""

from collections.abc import Iterator
from typing import TypeAlias

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.collect.network import known, light
from hexascope.domain.rows import Namespace
from hexascope.domain.snapshot import Reading

Wanted: TypeAlias = dict[tuple[str, str], str]

SNMP: Wanted = {
    **dict.fromkeys(
        (
            ("Tcp", name)
            for name in (
                "ActiveOpens", "PassiveOpens", "AttemptFails", "EstabResets", "CurrEstab",
                "InSegs", "OutSegs", "RetransSegs", "InErrs", "OutRsts", "InCsumErrors",
            )
        ),
        "tcp.count",
    ),
    **dict.fromkeys(
        (
            ("Udp", name)
            for name in (
                "InDatagrams", "OutDatagrams", "NoPorts", "InErrors", "RcvbufErrors",
                "SndbufErrors", "InCsumErrors",
            )
        ),
        "udp.count",
    ),
    **dict.fromkeys(
        (
            ("Ip", name)
            for name in (
                "InReceives", "OutRequests", "InDiscards", "OutDiscards", "OutNoRoutes",
                "InHdrErrors", "ReasmFails", "FragFails",
            )
        ),
        "ip.count",
    ),
}  # fmt: skip
NETSTAT: Wanted = dict.fromkeys(
    (
        ("TcpExt", name)
        for name in (
            "ListenOverflows", "ListenDrops", "SyncookiesSent", "TCPReqQFullDoCookies",
            "TCPReqQFullDrop", "TCPBacklogDrop", "PruneCalled", "RcvPruned", "TCPRcvQDrop",
            "TCPTimeouts", "TCPAbortOnMemory", "TCPAbortOnTimeout", "TCPMemoryPressures",
            "TCPOFODrop", "TCPLostRetransmit", "TCPSynRetrans", "TCPTimeWaitOverflow",
            "TCPFromZeroWindowAdv", "TCPToZeroWindowAdv", "TCPWantZeroWindowAdv", "TCPMTUPFail",
            "TCPMTUPSuccess", "TCPRetransFail", "TW",
        )
    ),
    "tcp.count",
)  # fmt: skip
LIGHT_SNMP: Wanted = dict.fromkeys(
    (("Tcp", name) for name in ("RetransSegs", "OutSegs", "AttemptFails")), "tcp.count"
)
LIGHT_NETSTAT: Wanted = {("TcpExt", "ListenOverflows"): "tcp.count"}


def _light(host: HostFiles) -> Iterator[Reading]:
    for namespace in light(host):
        try:
            yield from _of(host, namespace, LIGHT_SNMP, LIGHT_NETSTAT)
        except NotHere:
            continue


@collector(
    reads=("/proc/PID/net/snmp", "/proc/PID/net/netstat"),
    gives=("tcp.count", "udp.count", "ip.count"),
    light=_light,
    light_every_seconds=0.2,
)
def network_stack(host: HostFiles) -> Iterator[Reading]:
    """Read the protocol counters once for each network namespace that has processes.

    They belong to the namespace: who reads only his own misses the loss in a container.
    """
    refused: NotHere | None = None
    given = False
    for namespace in known(host).rows:
        try:
            for reading in _of(host, namespace, SNMP, NETSTAT):
                given = True
                yield reading
        except NotHere as reason:  # its process has ended meanwhile
            refused = reason
    if refused is not None and not given:
        raise refused


def _of(host: HostFiles, namespace: Namespace, snmp: Wanted, netstat: Wanted) -> Iterator[Reading]:
    for file, wanted in (("snmp", snmp), ("netstat", netstat)):
        path = f"/proc/{namespace.through}/net/{file}"
        lines = host.read(path).splitlines()
        for names, values in zip(lines[::2], lines[1::2], strict=False):
            kind, *columns = names.split()
            subject = kind.rstrip(":")
            for column, value in zip(columns, values.split()[1:], strict=False):
                family = wanted.get((subject, column))
                if family is not None:
                    labels = (("name", column), ("namespace", namespace.name))
                    yield Reading(family, labels, int(value), path)
