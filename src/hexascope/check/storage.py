"""Who uses a device or a filesystem: from open files and device numbers to processes."""

from collections.abc import Callable, Container, Iterable
from typing import NamedTuple

from hexascope.check import culprits, members
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.rows import BlockDevice, Mount, OpenFile, ProcessUse


class Writer(NamedTuple):
    """A process and the file of it that grew most, with its growth in bytes a second."""

    use: ProcessUse
    file: OpenFile
    growth: float

    @property
    def in_place(self) -> bool:
        """Say whether it writes at places of its choice, and not always at the file's end."""
        return self.file.position < self.file.size_bytes // 2


def device(case: Case, name: str) -> BlockDevice | None:
    """Give what sysfs says of a device."""
    return next((one for one in case.rows(BlockDevice) if one.name == name), None)


def of_number(case: Case, number: str) -> BlockDevice | None:
    """Give the device that a number means, its partitions' too."""
    return next((one for one in case.rows(BlockDevice) if number in one.numbers), None)


def leaves(case: Case, family: str) -> list[Evidence]:
    """Give a family's evidence for the devices at which requests end."""
    above = {one.name for one in case.rows(BlockDevice) if not one.is_leaf}
    if not case.rows(BlockDevice):
        above = {
            name
            for name in (one.label("device") for one in case.of(family))
            if name.startswith(("dm-", "md", "zram", "ram"))
        }
    return [one for one in case.of(family) if one.label("device") not in above]


def numbers(case: Case, name: str) -> frozenset[str]:
    """Give the numbers of a device, of its partitions, and of all devices that stand upon it.

    A loop device stands upon the device whose filesystem holds its file.
    """
    by_name = {one.name: one for one in case.rows(BlockDevice)}
    below_loops = {
        one.name: _mount_below(case, one.backing_file)
        for one in by_name.values()
        if one.backing_file
    }
    found: set[str] = set()
    ahead, seen = [name], set[str]()
    while ahead:
        one = by_name.get(ahead.pop())
        if one is None or one.name in seen:
            continue
        seen.add(one.name)
        found |= one.numbers
        ahead += [
            other.name
            for other in by_name.values()
            if any(_is_part(below, one, by_name) for below in other.slaves)
            or below_loops.get(other.name) in one.numbers
        ]
    return frozenset(found)


def _is_part(name: str, device: BlockDevice, known: Container[str]) -> bool:
    """Say whether a name is that of a device or of its partition: sda1 of sda, but not sdaa."""
    if name == device.name:
        return True
    tail = name.removeprefix(device.name).removeprefix("p")
    return name.startswith(device.name) and tail.isdecimal() and name not in known


def _mount_below(case: Case, path: str) -> str:
    """Give the number of the device whose filesystem holds a file, '' if that is not known."""
    holds = [
        one
        for one in case.rows(Mount)
        if not one.seen_from and path.startswith(one.point.rstrip("/") + "/")
    ]
    return max(holds, key=lambda one: len(one.point)).device_number if holds else ""


def lowest(case: Case, found: Iterable[Evidence]) -> list[Evidence]:
    """Leave out loop devices that stand upon another of these: both count the same requests."""
    known = list(found)
    above: set[str] = set()
    for one in known:
        of_it = device(case, one.label("device"))
        if of_it is not None:
            above |= numbers(case, of_it.name) - of_it.numbers
    kept = []
    for one in known:
        of_it = device(case, one.label("device"))
        if of_it is None or of_it.number not in above:
            kept.append(one)
    return kept


def files_on(case: Case, where: Iterable[str], *, writable: bool = False) -> list[OpenFile]:
    """Give the open files on some device numbers, and the devices themselves where open."""
    wanted = frozenset(where)
    return [
        one
        for one in case.rows(OpenFile)
        if one.device_number in wanted and (one.writable or not writable)
    ]


def on_mount(case: Case, mount: Mount, *, writable: bool = True) -> list[OpenFile]:
    """Give the open files of a mount.

    Filesystems without a device of their own (btrfs, overlay) may number their files otherwise
    than their mount: there the path must do.
    """
    found = files_on(case, (mount.device_number,), writable=writable)
    if found or mount.point == "/" or not mount.device_number.startswith("0:"):
        return found
    start = mount.point.rstrip("/") + "/"
    points = [one.point for one in case.rows(Mount) if one.point.startswith(start)]
    return [
        one
        for one in case.rows(OpenFile)
        if one.path.startswith(start)
        and not one.path.startswith(tuple(f"{point}/" for point in points))
        and (one.writable or not writable)
    ]


def users(case: Case, files: Iterable[OpenFile]) -> list[ProcessUse]:
    """Give what the owners of some files did, without kernel threads and what has ended."""
    pids = {one.pid for one in files}
    return [
        one
        for one in case.rows(ProcessUse)
        if one.pid in pids and not one.ended and not one.now.is_kernel_thread
    ]


def volume(use: ProcessUse) -> float:
    """Give the bytes a second that a process moved to and from disks."""
    return (use.read_bytes_per_s or 0.0) + (use.write_bytes_per_s or 0.0)


def write_calls(use: ProcessUse) -> float:
    """Give the write system calls a second."""
    return use.write_calls_per_s or 0.0


def waiting_share(use: ProcessUse) -> float:
    """Give the share of the looks that saw a process in uninterruptible sleep."""
    seen = use.states.count("D") / len(use.states) if use.states else 0.0
    return max(seen, use.block_delay_share)


def waiting(case: Case, uses: Iterable[ProcessUse], name: str) -> Evidence:
    """Give how many of some processes waited for a device on average.

    Where processes are not seen at all, those that the kernel counts are shared out by the queues.
    """
    blocked = case.one("load.blocked")
    if blocked is not None and not case.rows(ProcessUse):
        return _shared_out(case, blocked, name)
    return evidence(
        "disk.waiting_tasks",
        sum(map(waiting_share, uses)),
        source="/proc/PID/stat",
        window_s=case.window.seconds,
        device=name,
    )


def _shared_out(case: Case, blocked: Evidence, name: str) -> Evidence:
    queues = {one.label("device"): one.number for one in leaves(case, "disk.queue")}
    total = sum(queues.values())
    return evidence(
        "disk.waiting_tasks",
        blocked.number * queues.get(name, 0.0) / total if total > 0 else 0.0,
        source=f"procs_blocked of {blocked.source}, shared out by the devices' queues",
        window_s=case.window.seconds,
        device=name,
    )


def growth_of(case: Case, files: Iterable[OpenFile]) -> list[Writer]:
    """Give the processes whose files grew in the window, the fastest first, one file each.

    A file that was opened meanwhile counts by what its process wrote, for how large it was before
    nobody saw. No file can have grown more than its process wrote.
    """
    before = {(one.pid, one.descriptor, one.path): one for one in case.window.first.rows(OpenFile)}
    uses = {one.pid: one for one in case.rows(ProcessUse)}
    seconds = case.window.seconds
    best: dict[int, Writer] = {}
    for one in files:
        use, then = uses.get(one.pid), before.get((one.pid, one.descriptor, one.path))
        if use is None or not one.writable or seconds <= 0:
            continue
        grown = one.size_bytes - then.size_bytes if then else one.position
        if use.written_chars_per_s is not None:
            grown_per_s = min(grown / seconds, use.written_chars_per_s)
        else:
            grown_per_s = grown / seconds
        if grown_per_s > 0 and (one.pid not in best or grown_per_s > best[one.pid].growth):
            best[one.pid] = Writer(use, one, grown_per_s)
    return sorted(best.values(), key=lambda one: -one.growth)


def grew(case: Case, writer: Writer) -> Evidence:
    """Give a file's growth as evidence."""
    return evidence(
        "file.growth",
        writer.growth,
        source=f"/proc/{writer.use.pid}/fd/{writer.file.descriptor}",
        window_s=case.window.seconds,
        path=writer.file.path,
        pid=str(writer.use.pid),
    )


def named_device(name: str, number: str, share: float | None = None) -> Entity:
    """Name a device as culprit or victim."""
    return culprits.named(EntityKind.DEVICE, name, path=f"/dev/{name}", key=number, share=share)


def named_mount(mount: Mount, share: float | None = None) -> Entity:
    """Name a mount as culprit or victim; its key is the number of its device."""
    return culprits.named(
        EntityKind.MOUNT, mount.point, path=mount.point, key=mount.device_number, share=share
    )


def mount_of(case: Case, label: str) -> Mount | None:
    """Give the mount that evidence is labelled with."""
    return next((one for one in case.rows(Mount) if one.label == label), None)


def entities(
    case: Case, uses: Iterable[ProcessUse], weight: Callable[[ProcessUse], float] = waiting_share
) -> tuple[Entity, ...]:
    """Name processes, those of one program, parent and group as one; the heaviest first."""
    return members.entities(case, uses, weight)


def main_group(
    case: Case, uses: list[ProcessUse], weight: Callable[[ProcessUse], float]
) -> tuple[Entity | None, list[ProcessUse]]:
    """Name the group of processes that weighs most, with its share of the whole."""
    grouped = culprits.groups(uses, weight)
    if not grouped:
        return None, []
    total = sum(weight(one) for group in grouped for one in group)
    share = sum(map(weight, grouped[0])) / total
    return culprits.processes(case, grouped[0], share), grouped[0]
