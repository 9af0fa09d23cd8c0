"""Network interfaces of every namespace: link, speed, traffic, drops and errors."""

from collections.abc import Iterator, Mapping
from typing import Any

from hexascope.collect.contract import HostFiles, Json, NotHere, collector
from hexascope.collect.network import known, light, paths
from hexascope.domain.rows import Interface, Namespace
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

MOST_INTERFACES = 2_000
MOST_LIGHT_INTERFACES = 24
LIGHT = (
    ("interface.received_bytes", 0),
    ("interface.received_packets", 1),
    ("interface.sent_bytes", 8),
    ("interface.sent_packets", 9),
)
"""Families that light looks follow, and their columns in /proc/PID/net/dev."""


def _light(host: HostFiles) -> Iterator[Reading]:
    given = 0
    for namespace, path in paths(light(host), "dev"):
        try:
            text = host.read(path)
        except NotHere:
            continue
        for name, numbers in _table(text):
            given += 1
            if given > MOST_LIGHT_INTERFACES:
                return
            for family, column in LIGHT:
                labels = (("interface", name), ("namespace", namespace.name))
                yield Reading(family, labels, numbers[column], path)


@collector(
    reads=("links", "/proc/PID/net/dev", "/sys/class/net"),
    gives=("interface.count", "interface.allowance_exceeded", *(family for family, _ in LIGHT)),
    light=_light,
    light_every_seconds=0.2,
)
def interfaces(host: HostFiles) -> Iterator[Interface | Reading | Missing]:
    """Read every interface once for each network namespace that has processes.

    Through netlink where the namespace may be entered; else /proc/PID/net/dev, which knows
    neither state nor speed. A speed that the driver does not tell is unknown, never 0.
    """
    count = 0
    for namespace in known(host).rows:
        try:
            rows = list(_rows(host, namespace))
        except NotHere:  # its process has ended meanwhile
            continue
        yield from rows
        count += len(rows)
        if count > MOST_INTERFACES:
            reason = f"sampled: the first {count} interfaces were looked at"
            yield Missing("interfaces", Status.UNREADABLE, reason)
            break
    yield Reading("interface.count", (), count, "links")
    yield from _light(host)


def _rows(host: HostFiles, namespace: Namespace) -> Iterator[Interface | Reading]:
    try:
        told = host.call("links", str(namespace.through))
    except NotHere:
        path = f"/proc/{namespace.through}/net/dev"
        for name, numbers in _table(host.read(path)):
            yield _from_table(host, namespace, name, numbers)
        return
    for row in told if isinstance(told, list) else ():
        if isinstance(row, dict):
            yield _from_netlink(namespace, row)
            yield from _allowances(namespace, row)


def _allowances(namespace: Namespace, row: Mapping[str, Json]) -> Iterator[Reading]:
    """Give how often the cloud held the interface back, as the ENA driver counts it."""
    told = row.get("allowances")
    for name, value in told.items() if isinstance(told, dict) else ():
        labels = (
            ("interface", str(row.get("name"))),
            ("name", name),
            ("namespace", namespace.name),
        )
        yield Reading("interface.allowance_exceeded", labels, int(str(value)), "ethtool")


def _from_netlink(namespace: Namespace, row: Mapping[str, Json]) -> Interface:
    def number(name: str) -> int | None:
        value = row.get(name)
        return value if isinstance(value, int) else None

    def word(name: str) -> str:
        value = row.get(name)
        return value if isinstance(value, str) else ""

    addresses = row.get("addresses")
    carrier = row.get("carrier")
    bare = Interface(
        namespace=namespace.name,
        name=word("name"),
        kind=word("kind"),
        up=row.get("up") is True,
        carrier=carrier if isinstance(carrier, bool) else None,
        carrier_changes=number("carrier_changes"),
        operational=word("operational"),
        speed_bits_per_s=number("speed"),
        best_speed_bits_per_s=number("best_speed"),
        duplex=word("duplex"),
        mtu=number("mtu"),
        queue_drops=number("queue_drops"),
        queue_backlog_bytes=number("queue_backlog"),
        bus_address=word("bus"),
        addresses=tuple(str(one) for one in addresses) if isinstance(addresses, list) else (),
        driver=word("driver"),
        number=number("index") or 0,
        peer_number=number("peer_index") or 0,
    )
    return _counted(bare, {name: number(name) or 0 for name in COUNTERS})


COLUMNS = (
    "received_bytes",
    "received_packets",
    "received_errors",
    "received_dropped",
    "received_fifo",
    "received_frame",
    "",
    "",
    "sent_bytes",
    "sent_packets",
    "sent_errors",
    "sent_dropped",
    "sent_fifo",
    "collisions",
    "sent_carrier",
)
COUNTERS = (*(name for name in COLUMNS if name), "received_missed")


def _counted(row: Interface, counters: dict[str, Any]) -> Interface:
    return row._replace(**counters)


def _from_table(host: HostFiles, namespace: Namespace, name: str, numbers: list[int]) -> Interface:
    counters = {column: numbers[at] for at, column in enumerate(COLUMNS) if column}
    speed = carrier = changes = None
    if namespace.own and "/" not in name:
        speed = _own(host, name, "speed")
        carrier = _own(host, name, "carrier")
        changes = _own(host, name, "carrier_changes")
    bare = Interface(
        namespace=namespace.name,
        name=name,
        kind="loopback" if name == "lo" else "",
        up=carrier is not None,  # the file can only be read while the interface is up
        carrier=None if carrier is None else bool(carrier),
        carrier_changes=changes,
        speed_bits_per_s=speed * 1_000_000 if speed and speed > 0 else None,
    )
    return _counted(bare, counters)


def _own(host: HostFiles, name: str, file: str) -> int | None:
    try:
        return int(host.read(f"/sys/class/net/{name}/{file}"))
    except (NotHere, ValueError):  # "Invalid argument" while the link is down
        return None


def _table(text: str) -> Iterator[tuple[str, list[int]]]:
    """Read /proc/net/dev: two lines of headings, then `name: 16 numbers`."""
    for line in text.splitlines()[2:]:
        name, _, rest = line.rpartition(":")
        numbers = [int(field) for field in rest.split()]
        if len(numbers) >= len(COLUMNS):
            yield name.strip(), numbers
