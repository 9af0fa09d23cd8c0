"""Values of one scrape that are made of several series: CPUs, memory, swap, heat, RAID."""

import re
from collections.abc import Iterator, Sequence

from hexascope.collect.collectors import cpu, memory
from hexascope.collect.series import prometheus_names as names
from hexascope.collect.series.prometheus_values import Values, by_device, info, number, source
from hexascope.domain.snapshot import Reading

CPU = "node_cpu_seconds_total"
BOOTED = "node_boot_time_seconds"


def readings(values: Values, at: float, cpus: Sequence[str]) -> Iterator[Reading]:
    """Give the readings that take more than one series, of the CPUs that are named."""
    yield from _cpus(values, cpus)
    for made in (_memory, _swap, _facts, _heat, _throttles, _raids):
        yield from made(values)
    booted = number(values, BOOTED)
    if booted is not None:
        yield Reading("host.since_boot", (), max(at - booted, 0.0), source(BOOTED))


def steady_cpus(first: Values, last: Values) -> tuple[str, ...]:
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


def _swap(values: Values) -> Iterator[Reading]:
    """Give swap as one area: /proc/meminfo knows their sum only."""
    size = number(values, "node_memory_SwapTotal_bytes")
    free = number(values, "node_memory_SwapFree_bytes")
    if size and free is not None:
        area = (("area", "all"),)
        yield Reading("swap.size", area, size, source("node_memory_SwapTotal_bytes"))
        yield Reading(
            "swap.used", area, max(size - free, 0.0), source("node_memory_SwapFree_bytes")
        )


def _facts(values: Values) -> Iterator[Reading]:
    vendor = info(values, "node_dmi_info", "system_vendor")
    told = {
        ("host.kernel", "node_uname_info"): info(values, "node_uname_info", "release"),
        ("host.architecture", "node_uname_info"): info(values, "node_uname_info", "machine"),
        ("host.distribution", "node_os_info"): info(values, "node_os_info", "pretty_name"),
        ("host.product", "node_dmi_info"): (
            f"{vendor} {info(values, 'node_dmi_info', 'product_name')}".strip()
        ),
        ("clock.source", "node_time_clocksource_current_info"): info(
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


def _raids(values: Values) -> Iterator[Reading]:
    wanted = by_device(values, "node_md_disks_required")
    if not wanted:
        return
    active = by_device(values, "node_md_disks", state="active")
    failed = by_device(values, "node_md_disks", state="failed")
    synced, blocks = (
        by_device(values, name) for name in ("node_md_blocks_synced", "node_md_blocks")
    )
    rebuilt = {
        name
        for state in ("recovering", "resync")
        for name, value in by_device(values, "node_md_state", state=state).items()
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
