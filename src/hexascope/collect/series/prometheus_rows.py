"""Interfaces, devices, filesystems and units: rows as our collectors would give them."""

from collections.abc import Iterator, Mapping
from typing import Any

from hexascope.collect.collectors import block_devices, disks
from hexascope.collect.series import prometheus_names as names
from hexascope.collect.series.prometheus_values import Values, by_device, source
from hexascope.domain.rows import BlockDevice, Interface, Mount, Namespace, ServiceUnit
from hexascope.domain.snapshot import Reading

IFF_UP = 1


def rows(values: Values) -> Iterator[object]:
    """Give the rows of one scrape, and the readings that count them."""
    numbers = _device_numbers(values)
    yield from _interfaces(values)
    yield from _devices(values, numbers)
    yield from _mounts(values, numbers)
    yield from _units(values)


def followed(values: Values) -> Iterator[Reading]:
    """Give what is followed through the window of interfaces and filesystems."""
    yield from _traffic(values)
    yield from _space(values)


INTERFACE_COUNTERS = {
    "received_bytes": "receive_bytes",
    "received_packets": "receive_packets",
    "received_errors": "receive_errs",
    "received_dropped": "receive_drop",
    "received_fifo": "receive_fifo",
    "received_frame": "receive_frame",
    "sent_bytes": "transmit_bytes",
    "sent_packets": "transmit_packets",
    "sent_errors": "transmit_errs",
    "sent_dropped": "transmit_drop",
    "sent_fifo": "transmit_fifo",
    "sent_carrier": "transmit_carrier",
    "collisions": "transmit_colls",
}


def _traffic(values: Values) -> Iterator[Reading]:
    for ours in ("received_bytes", "received_packets", "sent_bytes", "sent_packets"):
        metric = f"node_network_{INTERFACE_COUNTERS[ours]}_total"
        for name, value in by_device(values, metric).items():
            labels = (("interface", name), ("namespace", names.HERE))
            yield Reading(f"interface.{ours}", labels, value, source(metric))


def _interfaces(values: Values) -> Iterator[object]:
    """Give the interfaces whose counters are all there: one that is not known is not zero."""
    counted = {
        ours: by_device(values, f"node_network_{theirs}_total")
        for ours, theirs in INTERFACE_COUNTERS.items()
    }
    known = set.intersection(*(set(one) for one in counted.values()))
    told = {
        name: by_device(values, f"node_network_{name}")
        for name in (
            "speed_bytes",
            "mtu_bytes",
            "flags",
            "carrier",
            "carrier_changes_total",
            "iface_id",
        )
    }
    about = {labels.get("device"): labels for labels, _ in values.get("node_network_info", ())}
    for name in sorted(known):
        speed, changes = told["speed_bytes"].get(name, 0.0), told["carrier_changes_total"].get(name)
        carrier, mtu = told["carrier"].get(name), told["mtu_bytes"].get(name)
        info = about.get(name, {})
        bare = Interface(
            namespace=names.HERE,
            name=name,
            kind="loopback" if name == "lo" else "",
            up=bool(int(told["flags"].get(name, 0.0)) & IFF_UP),
            carrier=None if carrier is None else carrier == 1,
            carrier_changes=None if changes is None else int(changes),
            operational=info.get("operstate", ""),
            speed_bits_per_s=int(speed * 8) if speed > 0 else None,
            duplex=info.get("duplex", ""),
            mtu=None if mtu is None else int(mtu),
            number=int(told["iface_id"].get(name, 0.0)),
        )
        counts: dict[str, Any] = {ours: int(one[name]) for ours, one in counted.items()}
        yield bare._replace(**counts)
    if known:
        yield Namespace(names.HERE, 0, 0, own=True)
        metric = source("node_network_receive_packets_total")
        yield Reading("interface.count", (), float(len(known)), metric)


DISK_INFO = "node_disk_info"


def _device_numbers(values: Values) -> dict[str, str]:
    return {
        labels.get("device", ""): f"{labels.get('major')}:{labels.get('minor')}"
        for labels, _ in values.get(DISK_INFO, ())
        if labels.get("major", "").isdecimal() and labels.get("minor", "").isdecimal()
    }


def _devices(values: Values, numbers: Mapping[str, str]) -> Iterator[object]:
    """Give the devices that have counters.

    What stands upon others is known by its kind alone, so those below it are not named.
    """
    busy = by_device(values, "node_disk_io_time_seconds_total")
    names_of = sorted(name for name in busy if disks.is_whole(name))
    for name in names_of:
        kind = block_devices.kind_of(name)
        below = ("",) if kind in ("mapper", "raid") else ()
        yield BlockDevice(name, numbers.get(name, name), kind, slaves=below)
    if names_of:
        metric = source("node_disk_io_time_seconds_total")
        yield Reading("disk.count", (), float(len(names_of)), metric)
        yield Reading("device.count", (), float(len(names_of)), metric)


SIZES = {
    "size_bytes": "node_filesystem_size_bytes",
    "free_bytes": "node_filesystem_free_bytes",
    "available_bytes": "node_filesystem_avail_bytes",
    "inodes": "node_filesystem_files",
    "inodes_free": "node_filesystem_files_free",
}


def _place(labels: Mapping[str, str]) -> tuple[str, str, str]:
    return labels.get("mountpoint", ""), labels.get("device", ""), labels.get("fstype", "")


def _number_of(labels: Mapping[str, str], numbers: Mapping[str, str]) -> str:
    """Give major:minor where it is told, else a name of its own: tmpfs has no device."""
    point, device, _ = _place(labels)
    if not device.startswith("/"):
        return f"{device}@{point}"
    return numbers.get(device.rpartition("/")[2], device)


def _space(values: Values) -> Iterator[Reading]:
    metric, numbers = SIZES["available_bytes"], _device_numbers(values)
    for labels, value in values.get(metric, ()):
        number = _number_of(labels, numbers)
        yield Reading("filesystem.space", (("number", number),), value, source(metric))


def _mounts(values: Values, numbers: Mapping[str, str]) -> Iterator[Mount]:
    """Give the filesystems; of several mounts of one device the one nearest to the root counts."""
    told = {
        ours: {_place(labels): int(value) for labels, value in values.get(theirs, ()) if value >= 0}
        for ours, theirs in SIZES.items()
    }
    closed = {
        _place(labels) for labels, value in values.get("node_filesystem_readonly", ()) if value == 1
    }
    seen: set[tuple[str, int | None]] = set()
    for place in sorted(told["size_bytes"], key=lambda one: (len(one[0]), one)):
        point, device, kind = place
        where = {"mountpoint": point, "device": device}
        number = _number_of(where, numbers)
        same = (number, told["size_bytes"][place])
        sizes: dict[str, Any] = {ours: by_place.get(place) for ours, by_place in told.items()}
        options = "ro" if place in closed else "rw"
        again = device.startswith("/") and same in seen
        yield Mount(point, device, number, kind, options, shown_as_duplicate=again, **sizes)
        if place not in closed:
            seen.add(same)


UNIT_STATE = "node_systemd_unit_state"


def _units(values: Values) -> Iterator[object]:
    active = {
        labels.get("name", ""): labels.get("state", "")
        for labels, value in values.get(UNIT_STATE, ())
        if value == 1 and labels.get("name", "").endswith(".service")
    }
    for name, state in sorted(active.items()):
        sub = state if state == "failed" else ""
        yield ServiceUnit(name, state, sub, "", 0, None, 0)
    if active:
        failed = sum(state == "failed" for state in active.values())
        yield Reading("unit.count", (), float(len(active)), source(UNIT_STATE))
        yield Reading("unit.failed_count", (), float(failed), source(UNIT_STATE))
