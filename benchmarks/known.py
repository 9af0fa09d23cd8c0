"""Under which names a finding may speak of the things that a case has made."""

from benchmarks.host.networks import Cable, Network
from benchmarks.host.volumes import Disk, Volume
from benchmarks.host.workers import Worker
from benchmarks.truth import Who, together, who


def known_worker(*workers: Worker) -> Who:
    """By pid, by name, by the cgroup it is in."""
    return who(
        pids=[worker.pid for worker in workers],
        texts=[text for worker in workers for text in (worker.name, worker.group)],
    )


def known_disk(disk: Disk) -> Who:
    """By its name, its number and the file behind it."""
    return who(texts=[disk.name, str(disk.device), disk.number, str(disk.file)])


def known_volume(volume: Volume) -> Who:
    """By its mount point or its disk."""
    return together(known_disk(volume.disk), who(texts=[str(volume.mount)]))


def known_network(*networks: Network) -> Who:
    """By its name or its number."""
    return who(texts=[text for one in networks for text in (one.name, str(one.inode))])


def known_cable(cable: Cable) -> Who:
    """By the name or the address of either end."""
    return who(texts=cable.texts)
