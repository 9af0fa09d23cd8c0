"""The JSON that sadf writes of an archive → records. Nothing in it is trusted."""

import json
import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple, NoReturn

from hexascope.collect.collectors.disks import is_whole
from hexascope.collect.contract import Json
from hexascope.collect.series import sysstat_names as names
from hexascope.collect.series.records import MOST_NUMBER, MOST_RECORDS, Key, Record, traffic
from hexascope.domain.rows import Mount

MOST_INSTANCES = 4096
"""CPUs, devices, interfaces or filesystems that are taken of one record."""

LONGEST_NAME = 128
KIB, MIB = 1024.0, 1024.0 * 1024.0


class Archived(NamedTuple):
    """What an archive file tells: records, when the host restarted, and facts of the host."""

    records: tuple[Record, ...]
    restarts: tuple[float, ...]
    words: Mapping[str, str]
    host: str


def archived(data: bytes) -> Archived:
    """Read sadf's JSON; ValueError: it is none, or has none of what sadf writes."""

    def refuse(constant: str) -> NoReturn:
        raise ValueError(f"{constant} is no number")

    try:
        told: Json = json.loads(data.decode(errors="replace"), parse_constant=refuse)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    host = _first(_of(_of(told, "sysstat"), "hosts"))
    rows = _of(host, "statistics")
    if not isinstance(rows, list):
        raise ValueError("it holds no statistics")  # noqa: TRY004 - what others wrote
    records: list[Record] = []
    for row in rows[:MOST_RECORDS]:
        one = _record(row, records[-1].at if records else 0.0)
        if one is not None:
            records.append(one)
    told_restarts = _of(host, "restarts")
    restarts = [
        moment
        for row in (told_restarts if isinstance(told_restarts, list) else [])[:MOST_INSTANCES]
        if (moment := _moment(_of(row, "boot"))) is not None
    ]
    words = {"host.kernel": _word(host, "release"), "host.architecture": _word(host, "machine")}
    return Archived(
        records=tuple(records),
        restarts=tuple(restarts),
        words={family: word for family, word in words.items() if word},
        host=_word(host, "nodename"),
    )


def _of(value: Json, name: str) -> Json:
    return value.get(name) if isinstance(value, dict) else None


def _first(value: Json) -> Json:
    return value[0] if isinstance(value, list) and value else None


def _word(value: Json, name: str) -> str:
    word = _of(value, name)
    return word[:LONGEST_NAME] if isinstance(word, str) else ""


def _number(value: Json, name: str) -> float | None:
    """Give a number that can be one: finite, no more than all numbers of a host, not negative."""
    told = _of(value, name)
    if isinstance(told, bool) or not isinstance(told, int | float):
        return None
    try:
        number = float(told)
    except OverflowError:
        return None
    return number if math.isfinite(number) and 0 <= number <= MOST_NUMBER else None


def _moment(value: Json, after: float = 0.0) -> float | None:
    """Read a time of this host, or of UTC where it says so.

    The hour that summer time gives back comes twice: the second time it is not before the record
    ahead of it.
    """
    utc = _of(value, "utc")
    if utc not in (0, 1):
        return None
    try:
        at = datetime.fromisoformat(f"{_word(value, 'date')}T{_word(value, 'time')}")
        told = (at.replace(tzinfo=UTC) if utc else at).timestamp()
        again = at.replace(fold=1).timestamp()
    except (ValueError, OverflowError, OSError):
        return None
    return again if not utc and told <= after < again else told


def _record(row: Json, after: float) -> Record | None:
    at = _moment(_of(row, "timestamp"), after)
    seconds = _number(_of(row, "timestamp"), "interval")
    if at is None or seconds is None:
        return None
    growths: dict[Key, float] = {}
    gauges: dict[Key, float] = {}
    for field in names.FIELDS:
        section = row
        for part in field.section.split("/"):
            section = _of(section, part)
        number = _number(section, field.name)
        if number is None:
            continue
        value = number * field.factor + field.added
        if field.rate:
            growths[field.family, field.labels] = value * seconds
        else:
            gauges[field.family, field.labels] = value
    growths.update((*_cpus(row, seconds), *_disks(row, seconds), *_network(row, seconds)))
    gauges.update(_counted(row))
    gauges.update(_memory(_of(row, "memory")))
    return Record(
        at=at, seconds=seconds, growths=growths, gauges=gauges, mounts=tuple(_mounts(row))
    )


def _rows(value: Json, name: str, of: str) -> Iterator[tuple[str, Json]]:
    """Give the instances of a section, each once, with the name that a field holds."""
    rows = _of(value, name)
    seen: set[str] = set()
    for row in (rows if isinstance(rows, list) else [])[:MOST_INSTANCES]:
        word = _word(row, of)
        if word and word.isprintable() and word not in seen:
            seen.add(word)
            yield word, row


def _cpu_rows(row: Json) -> Iterator[tuple[str, Json]]:
    """Give the CPUs; before sysstat 11 all modes of them stood in a section of its own."""
    old = "cpu-load-all"
    return _rows(row, old if _of(row, old) is not None else "cpu-load", "cpu")


def _cpus(row: Json, seconds: float) -> Iterator[tuple[Key, float]]:
    shares = {name: _modes(one) for name, one in _cpu_rows(row)}
    known = {name: modes for name, modes in shares.items() if modes is not None}
    count = sum(name != "all" for name in known)
    for name, modes in known.items():
        whole = seconds * (count if name == "all" else 1) / 100.0
        if not whole:
            continue
        for mode, share in modes.items():
            yield ("cpu.time", (("cpu", name), ("mode", mode))), share * whole
        busy = sum(modes.values()) - modes["idle"] - modes["iowait"]
        yield ("cpu.busy_time", (("cpu", name),)), max(busy, 0.0) * whole


def _modes(one: Json) -> dict[str, float] | None:
    """Give the modes of a CPU in per cent; None for one that was offline or is told in part."""
    modes: dict[str, float] = {}
    for mode, fields in names.CPU_MODES.items():
        numbers = [_number(one, field) for field in fields]
        if numbers[0] is None:
            return None
        modes[mode] = sum(number or 0.0 for number in numbers)
    total = sum(modes.values())
    return modes if 90.0 <= total <= 110.0 else None


def _counted(row: Json) -> Iterator[tuple[Key, float]]:
    online = [name for name, one in _cpu_rows(row) if _modes(one) is not None]
    count = sum(name != "all" for name in online)
    if count:
        yield ("cpu.count", ()), float(count)


def _disks(row: Json, seconds: float) -> Iterator[tuple[Key, float]]:
    for name, one in _rows(row, "disk", "disk-device"):
        if not is_whole(name):
            continue
        where = (("device", name),)
        told = {
            "disk.read_bytes": _number(one, "rkB"),
            "disk.written_bytes": _number(one, "wkB"),
            "disk.busy_time": _number(one, "util-percent"),
            "disk.queue_time": _number(one, "aqu-sz"),
            "disk.transfers": _number(one, "tps"),
        }
        scale = {"disk.read_bytes": KIB, "disk.written_bytes": KIB, "disk.busy_time": 0.01}
        for family, value in told.items():
            if value is not None:
                yield (family, where), value * scale.get(family, 1.0) * seconds
        wait, transfers = _number(one, "await"), told["disk.transfers"]
        if wait is not None and transfers is not None:
            yield ("disk.transfer_time", where), wait / 1e3 * transfers * seconds


def _network(row: Json, seconds: float) -> Iterator[tuple[Key, float]]:
    network = _of(row, "network")
    for section in ("net-dev", "net-edev"):
        for name, one in _rows(network, section, "iface"):
            for field, (column, factor) in names.INTERFACE.items():
                value = _number(one, field)
                if value is not None:
                    yield traffic(name, column), value * factor * seconds
    for name, one in _rows(network, "softnet", "cpu"):
        for field, family in names.SOFTNET.items():
            value = _number(one, field)
            if value is not None:
                yield (family, (("cpu", name),)), value * seconds


def _memory(told: Json) -> Iterator[tuple[Key, float]]:
    total = _total(told)
    if total:
        yield ("memory.total", ()), total * KIB
    free, used = _number(told, "swpfree"), _number(told, "swpused")
    if free is not None and used is not None and free + used > 0:
        yield ("swap.size", (("area", "all"),)), (free + used) * KIB
        yield ("swap.used", (("area", "all"),)), used * KIB


def _total(told: Json) -> float | None:
    """Give the memory of the host, which stands in no field: 'used' is without caches since 11.6.

    Whichever sum makes the percentage that stands beside it is the one.
    """
    known = [_number(told, name) for name in ("memused", "memfree", "buffers", "cached", "slab")]
    share = _number(told, "memused-percent")
    numbers = [number for number in known if number is not None]
    if share is None or len(numbers) < len(known):
        return None
    for total in (sum(numbers), sum(numbers[:2])):
        if total > 0 and abs(100.0 * numbers[0] / total - share) <= 0.011:
            return total
    return None


def _mounts(row: Json) -> Iterator[Mount]:
    for point, one in _rows(row, "filesystems", "mountpoint"):
        free, used = _number(one, "MBfsfree"), _number(one, "MBfsused")
        share = _number(one, "%ufsused")
        if free is None or used is None or share is None or not 0 < share <= 100:
            continue
        inodes_free, inodes_used = _number(one, "Ifree"), _number(one, "Iused")
        inodes = None if inodes_free is None or inodes_used is None else inodes_free + inodes_used
        yield Mount(
            point,
            "",
            point,
            "",
            "rw",
            size_bytes=round((free + used) * MIB),
            free_bytes=round(free * MIB),
            # what users may take is told only by the percentage of what they may use
            available_bytes=min(round(used * (100.0 / share - 1.0) * MIB), round(free * MIB)),
            inodes=None if inodes is None else round(inodes),
            inodes_free=None if inodes_free is None else round(inodes_free),
        )
