"""What the tables of mounts say, and which kinds of filesystem may keep one waiting."""

import re
from collections.abc import Iterator
from typing import NamedTuple

PSEUDO = frozenset(
    "autofs bdev binder binfmt_misc bpf cgroup cgroup2 configfs cpuset debugfs devpts devtmpfs"
    " efivarfs functionfs fusectl hugetlbfs mqueue nfsd nsfs proc pstore ramfs rpc_pipefs"
    " rootfs securityfs selinuxfs smackfs sysfs tracefs resctrl".split()
)
"""Kinds that hold no files of anybody's."""

IMAGES = frozenset(("squashfs", "iso9660", "erofs", "cramfs", "romfs", "udf"))
"""Kinds that are full and read-only by nature."""

REMOTE = frozenset(
    "9p afs ceph cifs coda davfs gfs2 glusterfs gpfs lustre ncpfs nfs nfs4 ocfs2 orangefs smb3"
    " smbfs virtiofs vboxsf".split()
)
"""Kinds whose answer comes from elsewhere and may never come; FUSE beside them."""

_OCTAL = re.compile(r"\\([0-7]{3})")


class Mounted(NamedTuple):
    """One line of a mountinfo file."""

    number: int
    device_number: str
    root: str
    point: str
    options: str
    kind: str
    device: str
    own_options: str

    @property
    def may_hang(self) -> bool:
        """Say whether asking it may take for ever."""
        return may_hang(self.kind)

    @property
    def all_options(self) -> str:
        """Give the options of the mount and then those of the filesystem, each once."""
        every = (*self.options.split(","), *self.own_options.split(","))
        return ",".join(one for one in dict.fromkeys(every) if one)

    @property
    def is_read_only(self) -> bool:
        """Say whether the mount or its filesystem is read-only."""
        return "ro" in self.all_options.split(",")


def may_hang(kind: str) -> bool:
    """Say whether a kind of filesystem is served by another host or by a program."""
    return kind in REMOTE or kind == "fuse" or kind.startswith(("fuse.", "fuseblk"))


def mounted(text: str) -> Iterator[Mounted]:
    """Read mountinfo: `36 35 98:0 / /mnt rw,noatime master:1 - ext3 /dev/root rw`."""
    for line in text.splitlines():
        head, mark, tail = line.partition(" - ")
        words, rest = head.split(" "), tail.split(" ")
        if not mark or len(words) < 6 or len(rest) < 3 or not words[0].isdecimal():
            continue  # cut short
        yield Mounted(
            int(words[0]),
            words[2],
            unescaped(words[3]),
            unescaped(words[4]),
            words[5],
            rest[0],
            unescaped(rest[1]),
            rest[2],
        )


def unescaped(word: str) -> str:
    """Read `\\040` as a space: the kernel writes spaces, tabs, line ends and \\ so."""
    if "\\" not in word:
        return word
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), word)
