"""Mounted filesystems and open files of interest."""

from typing import NamedTuple


class Mount(NamedTuple):
    """One mounted filesystem. Sizes in bytes; None where statvfs was not asked or did not answer.

    `available_bytes` is what an unprivileged user may still take. `answer_s` is how long statvfs
    took; `hung` that it did not answer in time. `device_number` is major:minor. `in_fstab` holds
    the options that /etc/fstab wants, empty where it does not speak of this mount. `seen_from` is
    the pid through whose root it was reached (0: the examiner's own mount namespace).
    """

    point: str
    device: str
    device_number: str
    kind: str
    options: str
    size_bytes: int | None = None
    free_bytes: int | None = None
    available_bytes: int | None = None
    inodes: int | None = None
    inodes_free: int | None = None
    answer_s: float | None = None
    hung: bool = False
    in_fstab: str = ""
    seen_from: int = 0
    shown_as_duplicate: bool = False

    @property
    def is_read_only(self) -> bool:
        """Say whether it is mounted read-only."""
        return "ro" in self.options.split(",")

    @property
    def label(self) -> str:
        """Give its name in evidence: where it is, and the pid it is seen from if not ours."""
        return f"{self.point}@{self.seen_from}" if self.seen_from else self.point


class OpenFile(NamedTuple):
    """An open file of a process that matters: deleted, written to, or a few of those read.

    `flags` are the open flags (fdinfo), `position` the file position in bytes.
    """

    pid: int
    descriptor: int
    path: str
    device_number: str
    size_bytes: int
    allocated_bytes: int
    deleted: bool
    writable: bool
    position: int
