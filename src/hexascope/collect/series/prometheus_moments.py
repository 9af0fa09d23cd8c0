"""Samples of one scrape → readings and rows as our collectors would give them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from hexascope.collect.collectors import block_devices, cpu, disks, memory
from hexascope.collect.series import prometheus_names as names
from hexascope.collect.series.prometheus_samples import HOLE_SCRAPES, Run, Series
from hexascope.domain.evidence import Kind, Labels, labels_of
from hexascope.domain.families import families
from hexascope.domain.rows import BlockDevice, Interface, Mount, Namespace, ServiceUnit
from hexascope.domain.snapshot import Reading

CLOCK_TICK = 0.02
"""Seconds by which the kernel's own counts of CPU time may run backwards."""

MOST_ROWS = 2_000
IFF_UP = 1

Values = Mapping[str, Sequence[tuple[Mapping[str, str], float]]]
"""What one scrape holds: for each name its label sets and values."""


def source(metric: str) -> str:
    """Say where a reading came from."""
    return f"prometheus {metric}"


class Moments:
    """The scrapes of a run, with what can't be compared from one to the next left out.

    A counter that fell, or was not there for some scrapes, began anew: what was before is dropped,
    so that no growth is made of it. Sums over CPUs take those that were there at both ends.
    """

    def __init__(self, series: Iterable[Series], run: Run) -> None:
        self.run = run
        self._at: dict[float, dict[str, list[tuple[Mapping[str, str], float]]]] = {
            at: {} for at in run.times
        }
        self.reset: list[str] = []
        for one in series:
            self._add(one)
        first, last = self._at[run.times[0]], self._at[run.times[-1]]
        self.cpus = _steady_cpus(first, last)
        self._both = {metric: _labels(first, metric) & _labels(last, metric) for metric in SUMMED}

    def _add(self, one: Series) -> None:
        points = [point for point in one.points if point[0] in self._at]
        if _is_counter(one.metric):
            kept = _since_reset(points, self.run)
            if len(kept) < len(points):
                self.reset.append(one.metric)
            points = kept
        labels = dict(one.labels)
        for at, value in points:
            self._at[at].setdefault(one.metric, []).append((labels, value))

    def readings(self, at: float) -> Iterator[Reading]:
        """Give the readings of one scrape."""
        values = self._at[at]
        for rule in names.RULES:
            for labels, value in values.get(rule.metric, ()):
                if rule.by == "diskstats" and not disks.is_whole(labels.get("device", "")):
                    continue
                yield Reading(
                    rule.family, _ours(rule, labels), value * rule.factor, source(rule.metric)
                )
        yield from _cpus(values, self.cpus)
        yield from self._sums(values)
        for made in (_memory, _swap, _facts, _heat, _throttles, _raids, _space, _traffic):
            yield from made(values)
        if "node_boot_time_seconds" in values:
            booted = values["node_boot_time_seconds"][0][1]
            metric = source("node_boot_time_seconds")
            yield Reading("host.since_boot", (), max(at - booted, 0.0), metric)

    def rows(self, at: float) -> Iterator[object]:
        """Give the rows of one scrape, and the readings that count them."""
        values = self._at[at]
        numbers = _device_numbers(values)
        yield from _interfaces(values)
        yield from _devices(values, numbers)
        yield from _mounts(values, numbers)
        yield from _units(values)

    def holds(self, metric: str) -> bool:
        """Say whether the last scrape has a series of this name."""
        return metric in self._at[self.run.times[-1]]

    def collectors(self) -> Mapping[str, bool]:
        """Give which collectors are on at the exporter, and whether they worked."""
        last = self._at[self.run.times[-1]].get("node_scrape_collector_success", ())
        return {labels.get("collector", ""): value == 1 for labels, value in last}

    def fact(self, metric: str, label: str) -> str:
        """Give a word that an info series holds in a label, empty where there is none."""
        return _word(self._at[self.run.times[-1]], metric, label)

    def _sums(self, values: Values) -> Iterator[Reading]:
        for metric, family in SUMMED.items():
            both = self._both[metric]
            found = [
                value for labels, value in values.get(metric, ()) if labels_of(dict(labels)) in both
            ]
            if both and len(found) == len(both):
                yield Reading(family, (("cpu", "all"),), sum(found), source(metric))


SUMMED = {
    "node_schedstat_waiting_seconds_total": "scheduler.run_delay_time",
    "node_softnet_processed_total": "softnet.packet_count",
    "node_softnet_dropped_total": "softnet.drop_count",
    "node_softnet_times_squeezed_total": "softnet.squeeze_count",
}
"""Counters of each CPU of which our collectors give the sum as well."""

_GAUGES = frozenset(
    rule.metric for rule in names.RULES if families()[rule.family].kind is not Kind.COUNTER
)
_COUNTERS = frozenset(
    rule.metric for rule in names.RULES if families()[rule.family].kind is Kind.COUNTER
)


_UP_AND_DOWN = ("node_netstat_Tcp_CurrEstab", "node_vmstat_nr_")
"""What stands among counters of one family and is none."""


def _is_counter(metric: str) -> bool:
    if metric.startswith(_UP_AND_DOWN):
        return False
    return metric in _COUNTERS or (metric.endswith("_total") and metric not in _GAUGES)


def _since_reset(points: list[tuple[float, float]], run: Run) -> list[tuple[float, float]]:
    """Give the samples since a counter last began anew, or was away for several scrapes."""
    begin = 0
    longest = (HOLE_SCRAPES + 1.5) * run.interval
    for place, ((early, before), (late, after)) in enumerate(pairwise(points), start=1):
        if after < before - CLOCK_TICK or late - early > longest:
            begin = place
    return points[begin:]


def _labels(values: Values, metric: str) -> frozenset[Labels]:
    return frozenset(labels_of(dict(labels)) for labels, _ in values.get(metric, ()))


def _ours(rule: names.Rule, labels: Mapping[str, str]) -> Labels:
    return tuple(
        (name, theirs[1:] if theirs.startswith("=") else labels.get(theirs, ""))
        for name, theirs in rule.labels
    )


def _word(values: Values, metric: str, label: str) -> str:
    return next((labels.get(label, "") for labels, _ in values.get(metric, ())), "")


CPU = "node_cpu_seconds_total"


def _steady_cpus(first: Values, last: Values) -> tuple[str, ...]:
    """Give the CPUs with all modes at both ends: others would add their whole life to a sum."""

    def complete(values: Values) -> set[str]:
        modes: dict[str, set[str]] = {}
        for labels, _ in values.get(CPU, ()):
            modes.setdefault(labels.get("cpu", ""), set()).add(labels.get("mode", ""))
        return {name for name, seen in modes.items() if seen >= set(cpu.MODES)}

    both = complete(first) & complete(last)
    return tuple(sorted(both, key=lambda name: (len(name), name)))


def _cpus(values: Values, steady: Sequence[str]) -> Iterator[Reading]:
    times: dict[str, dict[str, float]] = {name: {} for name in steady}
    for labels, value in values.get(CPU, ()):
        if labels.get("cpu") in times and labels.get("mode") in cpu.MODES:
            times[labels["cpu"]][labels["mode"]] = value
    whole = [one for one in times.values() if len(one) == len(cpu.MODES)]
    if steady and len(whole) == len(steady):
        times["all"] = {mode: sum(one[mode] for one in whole) for mode in cpu.MODES}
    for name, modes in times.items():
        for mode, spent in modes.items():
            yield Reading("cpu.time", (("cpu", name), ("mode", mode)), spent, source(CPU))
        if len(modes) == len(cpu.MODES):
            busy = sum(modes.values()) - modes["idle"] - modes["iowait"]
            yield Reading("cpu.busy_time", (("cpu", name),), busy, source(CPU))
    if steady:
        yield Reading("cpu.count", (), float(len(steady)), source(CPU))


_CLASS = re.compile(r"^node_memory_(?!numa_)(\w+)_bytes$")


def _memory(values: Values) -> Iterator[Reading]:
    for metric, found in values.items():
        told = _CLASS.match(metric)
        huge = memory.HUGE_PAGES.get(metric.removeprefix(names.MEMORY_START))
        if told is None and huge is None:
            continue
        value = found[0][1]
        if huge is not None:
            yield Reading("memory.huge_pages", (("state", huge),), value, source(metric))
        elif told is not None and told[1] == "MemTotal":
            yield Reading("memory.total", (), value, source(metric))
        elif told is not None and told[1] == "MemAvailable":
            yield Reading("memory.available", (), value, source(metric))
        elif told is not None:
            name = re.sub(r"_(anon|file)$", r"(\1)", told[1])
            yield Reading("memory.size", (("class", name),), value, source(metric))


def _number(values: Values, metric: str) -> float | None:
    return next((value for _, value in values.get(metric, ())), None)


def _swap(values: Values) -> Iterator[Reading]:
    """Give swap as one area: /proc/meminfo knows their sum only."""
    size = _number(values, "node_memory_SwapTotal_bytes")
    free = _number(values, "node_memory_SwapFree_bytes")
    if size and free is not None:
        area = (("area", "all"),)
        yield Reading("swap.size", area, size, source("node_memory_SwapTotal_bytes"))
        yield Reading(
            "swap.used", area, max(size - free, 0.0), source("node_memory_SwapFree_bytes")
        )


def _facts(values: Values) -> Iterator[Reading]:
    vendor = _word(values, "node_dmi_info", "system_vendor")
    told = {
        ("host.kernel", "node_uname_info"): _word(values, "node_uname_info", "release"),
        ("host.architecture", "node_uname_info"): _word(values, "node_uname_info", "machine"),
        ("host.distribution", "node_os_info"): _word(values, "node_os_info", "pretty_name"),
        ("host.product", "node_dmi_info"): (
            f"{vendor} {_word(values, 'node_dmi_info', 'product_name')}".strip()
        ),
        ("clock.source", "node_time_clocksource_current_info"): _word(
            values, "node_time_clocksource_current_info", "clocksource"
        ),
    }
    for (family, metric), word in told.items():
        if word:
            yield Reading(family, (), word, source(metric))


def _heat(values: Values) -> Iterator[Reading]:
    for metric, family, kind in (
        ("node_hwmon_temp_celsius", "thermal.temperature", ""),
        ("node_hwmon_temp_crit_celsius", "thermal.trip", "critical"),
    ):
        for labels, value in values.get(metric, ()):
            zone = ("zone", f"{labels.get('chip', '')}/{labels.get('sensor', '')}")
            if kind and value <= 0:
                continue  # a sensor without a critical point
            where = (("kind", kind), zone) if kind else (zone,)
            yield Reading(family, where, value, source(metric))


def _throttles(values: Values) -> Iterator[Reading]:
    for scope in ("core", "package"):
        metric = f"node_cpu_{scope}_throttles_total"
        counts = [value for _, value in values.get(metric, ())]
        if counts:
            yield Reading("thermal.throttles", (("scope", scope),), sum(counts), source(metric))


def _by_device(values: Values, metric: str, **wanted: str) -> dict[str, float]:
    return {
        labels.get("device", ""): value
        for labels, value in values.get(metric, ())
        if all(labels.get(name) == word for name, word in wanted.items())
    }


def _raids(values: Values) -> Iterator[Reading]:
    wanted = _by_device(values, "node_md_disks_required")
    if not wanted:
        return
    active = _by_device(values, "node_md_disks", state="active")
    failed = _by_device(values, "node_md_disks", state="failed")
    synced, blocks = (
        _by_device(values, name) for name in ("node_md_blocks_synced", "node_md_blocks")
    )
    rebuilt = {
        name
        for state in ("recovering", "resync")
        for name, value in _by_device(values, "node_md_state", state=state).items()
        if value == 1
    }
    disks_source = source("node_md_disks")
    for name, required in wanted.items():
        labels = (("device", name),)
        if name in active:
            lacking = max(required - active[name], 0.0)
            yield Reading("raid.missing_disks", labels, lacking, disks_source)
        if name in failed:
            yield Reading("raid.failed_disks", labels, failed[name], disks_source)
        if name in rebuilt and blocks.get(name) and name in synced:
            share = min(synced[name] / blocks[name], 1.0)
            metric = source("node_md_blocks_synced")
            yield Reading("raid.rebuilt_share", labels, share, metric)
    yield Reading("raid.count", (), float(len(wanted)), disks_source)


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
        for name, value in _by_device(values, metric).items():
            labels = (("interface", name), ("namespace", names.HERE))
            yield Reading(f"interface.{ours}", labels, value, source(metric))


def _interfaces(values: Values) -> Iterator[object]:
    """Give the interfaces whose counters are all there: one that is not known is not zero."""
    counted = {
        ours: _by_device(values, f"node_network_{theirs}_total")
        for ours, theirs in INTERFACE_COUNTERS.items()
    }
    known = set.intersection(*(set(one) for one in counted.values()))
    told = {
        name: _by_device(values, f"node_network_{name}")
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
    for name in sorted(known)[:MOST_ROWS]:
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
    busy = _by_device(values, "node_disk_io_time_seconds_total")
    names_of = sorted(name for name in busy if disks.is_whole(name))
    for name in names_of[:MOST_ROWS]:
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
    for place in sorted(told["size_bytes"], key=lambda one: (len(one[0]), one))[:MOST_ROWS]:
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
    for name, state in sorted(active.items())[:MOST_ROWS]:
        sub = state if state == "failed" else ""
        yield ServiceUnit(name, state, sub, "", 0, None, 0)
    if active:
        failed = sum(state == "failed" for state in active.values())
        yield Reading("unit.count", (), float(len(active)), source(UNIT_STATE))
        yield Reading("unit.failed_count", (), float(failed), source(UNIT_STATE))
