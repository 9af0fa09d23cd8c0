"""Temperatures, trip points and how often CPUs were slowed down for heat."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

ZONES = "/sys/class/thermal"
SENSORS = "/sys/class/hwmon"
CPUS = "/sys/devices/system/cpu"
MOST_ZONES = 64
MOST_TRIPS = 12
MOST_CPUS = 256
SCOPES = ("core", "package")
TRIPS = ("hot", "critical")


def _number(host: HostFiles, path: str) -> int | None:
    try:
        return int(host.read(path))
    except (NotHere, ValueError):
        return None


def _text(host: HostFiles, path: str) -> str:
    try:
        return host.read(path).strip()
    except NotHere:
        return ""


def _names(host: HostFiles, path: str, start: str) -> list[str]:
    try:
        return sorted(one for one in host.names(path) if one.startswith(start))
    except NotHere:
        return []


def _zones(host: HostFiles) -> Iterator[Reading]:
    for zone in _names(host, ZONES, "thermal_zone")[:MOST_ZONES]:
        folder = f"{ZONES}/{zone}"
        value = _number(host, f"{folder}/temp")
        if value is None:
            continue
        name = f"{_text(host, f'{folder}/type') or 'zone'}/{zone.removeprefix('thermal_zone')}"
        yield Reading("thermal.temperature", (("zone", name),), value / 1000, f"{folder}/temp")
        for place in range(MOST_TRIPS):
            kind = _text(host, f"{folder}/trip_point_{place}_type")
            if not kind:
                break
            at = _number(host, f"{folder}/trip_point_{place}_temp")
            if kind in TRIPS and at is not None and at > 0:
                labels = (("kind", kind), ("zone", name))
                yield Reading("thermal.trip", labels, at / 1000, folder)


def _sensors(host: HostFiles) -> Iterator[Reading]:
    for chip in _names(host, SENSORS, "hwmon")[:MOST_ZONES]:
        folder = f"{SENSORS}/{chip}"
        title = _text(host, f"{folder}/name") or chip
        for file in _names(host, folder, "temp"):
            sensor, _, what = file.partition("_")
            value = _number(host, f"{folder}/{file}") if what == "input" else None
            if value is None:
                continue
            told = _text(host, f"{folder}/{sensor}_label") or sensor
            name = f"{title}/{chip.removeprefix('hwmon')}/{told}"
            yield Reading("thermal.temperature", (("zone", name),), value / 1000, folder)
            at = _number(host, f"{folder}/{sensor}_crit")
            if at is not None and at > 0:
                labels = (("kind", "critical"), ("zone", name))
                yield Reading("thermal.trip", labels, at / 1000, folder)


def _place(host: HostFiles, cpu: str, scope: str) -> str:
    """Name the core or package of a CPU: each CPU in it counts the same slowing down."""
    folder = f"{CPUS}/{cpu}/topology"
    package = _text(host, f"{folder}/physical_package_id")
    if scope == "package":
        return package
    return f"{package}/{_text(host, f'{folder}/core_id') or cpu}"


def _throttles(host: HostFiles) -> Iterator[Reading]:
    most: dict[tuple[str, str], int] = {}
    for cpu in _names(host, CPUS, "cpu")[:MOST_CPUS]:
        if not cpu[3:].isdecimal():
            continue
        for scope in SCOPES:
            count = _number(host, f"{CPUS}/{cpu}/thermal_throttle/{scope}_throttle_count")
            if count is not None:
                place = (scope, _place(host, cpu, scope))
                most[place] = max(most.get(place, 0), count)
        if not most:
            return  # the first CPU has none, so no other has
    for scope in sorted({scope for scope, _ in most}):
        total = sum(count for (known, _), count in most.items() if known == scope)
        source = f"{CPUS}/cpuN/thermal_throttle/{scope}_throttle_count"
        yield Reading("thermal.throttles", (("scope", scope),), total, source)


@collector(
    reads=(
        f"{ZONES}/*/temp",
        f"{SENSORS}/*/temp*",
        f"{CPUS}/cpuN/thermal_throttle/*",
        f"{CPUS}/cpuN/topology/*",
    ),
    gives=("thermal.temperature", "thermal.trip", "thermal.throttles"),
)
def thermal(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read thermal zones with their trip points, sensors, and the counts of throttling."""
    seen = (*_zones(host), *_sensors(host), *_throttles(host))
    found = {one.family for one in seen}
    yield from seen
    for family, what in (
        ("thermal.temperature", "no thermal zone and no sensor is to be seen, as in most VMs"),
        ("thermal.trip", "no zone or sensor tells a hot or critical trip point"),
        ("thermal.throttles", "the CPUs count no throttling, as in most VMs and on most AMD CPUs"),
    ):
        if family not in found:
            yield Missing(family, Status.NOT_PRESENT, what)
