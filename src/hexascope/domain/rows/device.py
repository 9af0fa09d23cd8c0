"""Block devices, and how they stand upon each other."""

from typing import NamedTuple


class BlockDevice(NamedTuple):
    """One whole block device. Sizes in bytes; None: the kernel does not say.

    `number` is major:minor. `kind` is one of disk, nvme, loop, ram, zram, mapper, raid, other.
    `slaves` are the devices it stands upon, `partitions` (name, number) of its parts,
    `backing_file` the file of a loop device. `io_errors` is the counter of a SCSI device.
    """

    name: str
    number: str
    kind: str
    size_bytes: int | None = None
    read_only: bool = False
    rotational: bool | None = None
    scheduler: str = ""
    queue_depth: int | None = None
    slaves: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    partitions: tuple[tuple[str, str], ...] = ()
    backing_file: str = ""
    model: str = ""

    @property
    def is_leaf(self) -> bool:
        """Say whether requests end here: a verdict on a device above would count them twice."""
        return not self.slaves and self.kind not in ("ram", "zram")

    @property
    def numbers(self) -> frozenset[str]:
        """Give the numbers of the device and of its partitions."""
        return frozenset((self.number, *(number for _, number in self.partitions)))
