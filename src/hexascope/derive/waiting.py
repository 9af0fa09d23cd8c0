"""What a waiting thread waits for: from its state, wait channel, system call and stack.

Idle, or waiting for somebody? A thread counts as idle (sleeping) when it waits for a timer, for a
new connection, to be asked by a client, or to be woken by its own program. It waits for somebody
when it has asked and the other end has not answered: as a client of a connection, or as a reader or
writer of a pipe. Where the other end is seen to wait for us in turn, nobody has work: idle.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from hexascope.domain.rows import OtherEnd, TaskSample
from hexascope.domain.target import ThreadState

CONTENDED = 2
"""What a mutex of glibc, musl, Rust or Go holds when somebody waits for it; the waiter says so."""

PRIORITY_LOCKS = (6, 11, 13)
"""Commands of futex that are only used for locks: LOCK_PI, WAIT_REQUEUE_PI, LOCK_PI2."""

SWAPPING = re.compile(
    r"swap|try_to_free|shrink_|reclaim|mem_cgroup|try_charge|oom_|zram|compact_", re.ASCII
)
FILESYSTEM = re.compile(
    r"jbd2|ext4_(?!file_)|xlog|xfs_(?!file_)|btrfs|nfs|rpc_wait|fuse_|request_wait_answer|ceph|cifs"
    r"|wait_transaction|start_this_handle|lock_rename|inode_|d_alloc_parallel|sb_start|freeze"
    r"|path_openat|do_unlinkat|do_renameat|filename_create|iterate_dir|walk_component|lookup_slow",
    re.ASCII,
)
DISK = re.compile(
    r"io_schedule|folio_wait|wait_on_page|wait_on_buffer|bh_|buffer|blk|bio|submit|direct_?[iI][oO]"
    r"|dio|filemap|writeback|balance_dirty|wbt_|rq_qos|sync_file|fsync|iomap|nvme|scsi|dm_|md_",
    re.ASCII,
)
FILE_LOCKS = re.compile(r"flock|locks_lock|fcntl_setlk|posix_lock|semtimedop|sem_", re.ASCII)
SYNCS = frozenset(("fsync", "fdatasync", "sync", "syncfs", "sync_file_range"))
FILES = frozenset(
    ("read", "write", "readv", "writev", "pread64", "pwrite64", "preadv", "pwritev", "sendfile")
)
ASKS = frozenset(("read", "readv", "recvfrom", "recvmsg", "recvmmsg", "poll", "ppoll"))
SENDS = frozenset(("write", "writev", "sendto", "sendmsg", "sendmmsg", "sendfile", "splice"))
LOCKS = frozenset(("flock", "fcntl", "semop", "semtimedop"))
LOOPS = frozenset(("epoll_wait", "epoll_pwait", "epoll_pwait2"))
MANY = frozenset((*LOOPS, "poll", "ppoll", "select", "pselect6"))
CHANNELS = (
    (re.compile(r"futex"), "futex"),
    (re.compile(r"ep_poll|epoll"), "epoll_wait"),
    (re.compile(r"pipe_"), "pipe"),
    (re.compile(r"sk_wait_data|unix_stream_(?:data_wait|read)|tcp_recv|wait_for_more"), "receive"),
    (re.compile(r"sk_stream_wait|sock_alloc_send"), "send"),
)
"""Where the system call may not be read, the kernel function tells which it was."""


class Wait(NamedTuple):
    """One state with what it is spent on; `link` leads to the other end, empty for none."""

    state: ThreadState
    on: str = ""
    link: str = ""


RUNS = Wait(ThreadState.ON_CPU)
IDLE = Wait(ThreadState.SLEEPING)


def is_running(row: TaskSample) -> bool:
    """Say whether a thread ran or was ready to run: how much of each, its counters tell."""
    return row.state == "R"


def wait_of(row: TaskSample, ends: Mapping[str, OtherEnd]) -> Wait:
    """Tell what one sample of a waiting thread means."""
    if row.state in "Tt":
        return Wait(ThreadState.UNKNOWN, "stopped")
    if row.state == "D":
        return _blocked(row)
    if row.call == "futex" or (not row.call and "futex" in row.wait_channel):
        return _futex(row)
    if row.call in LOCKS or (not row.call and FILE_LOCKS.search(row.wait_channel)):
        return Wait(ThreadState.LOCK, _name(row) or row.call)
    if row.call in LOOPS or len(row.on) > 1:
        return IDLE  # which of many things it waits for is told by the looks at its loop
    if row.on:
        return _on_one(row, row.on[0], ends)
    return _by_channel(row)


def _blocked(row: TaskSample) -> Wait:
    """Tell what a thread waits for that no signal can interrupt."""
    where = f"{row.wait_channel} {row.stack}"
    if SWAPPING.search(where):
        return Wait(ThreadState.SWAPPING)
    if FILE_LOCKS.search(row.wait_channel):
        return Wait(ThreadState.LOCK, _name(row))
    if FILESYSTEM.search(row.wait_channel):
        return Wait(ThreadState.FILESYSTEM, _name(row) or row.wait_channel)
    if DISK.search(where) or row.call in SYNCS:
        return Wait(ThreadState.DISK, _name(row))
    if row.call == "futex":
        return _futex(row)
    if row.call in FILES and row.on and row.on[0].startswith("/"):
        return Wait(ThreadState.DISK, _name(row))
    if row.call == "page fault":
        return Wait(ThreadState.DISK)
    return Wait(ThreadState.UNKNOWN, row.wait_channel)


def _futex(row: TaskSample) -> Wait:
    """Tell a lock from a condition or a semaphore, behind which idle workers wait."""
    words = row.syscall.split()
    try:
        command = int(words[2], 16) & 0x7F
        is_lock = command in PRIORITY_LOCKS or int(words[3], 16) & 0xFFFFFFFF == CONTENDED
    except (LookupError, ValueError):
        return Wait(ThreadState.UNKNOWN, "futex")
    if not is_lock:
        return IDLE
    return Wait(ThreadState.LOCK, f"lock {words[1]}")


def timed_condition(row: TaskSample) -> str:
    """Give the address of a condition that is waited for with a time limit, empty for all else."""
    words = row.syscall.split()
    if row.call != "futex" or len(words) < 6 or int(words[4], 16) == 0:
        return ""
    return words[1] if int(words[2], 16) & 0x7F == 9 else ""  # FUTEX_WAIT_BITSET


def _on_one(row: TaskSample, link: str, ends: Mapping[str, OtherEnd]) -> Wait:
    """Tell what a wait on one descriptor means."""
    if link.startswith("/"):
        if row.call in MANY or link.startswith("/dev/"):
            return IDLE
        return Wait(ThreadState.FILESYSTEM, link)
    end = ends.get(link)
    if link.startswith("pipe:"):
        return Wait(ThreadState.PROCESS, f"pipe {_number(link)}", link)
    if not link.startswith("socket:"):
        return IDLE  # an event, a timer, a signal: its own program or nobody
    if end is None:
        if row.call in ("accept", "accept4") or "accept" in row.wait_channel:
            return IDLE
        return Wait(ThreadState.NETWORK, "a short connection")  # gone before it was looked up
    if row.call in ("accept", "accept4") or end.side == "listener":
        return IDLE
    if row.call in SENDS:
        return on_end(end)
    return IDLE if end.side == "server" or end.awaits_us else on_end(end)


def on_end(end: OtherEnd) -> Wait:
    """Tell who a connection leads to: a process of this host, or somebody far away."""
    state = ThreadState.PROCESS if end.writers else ThreadState.NETWORK
    if end.kind == "unix":
        state = ThreadState.PROCESS
    return Wait(state, via(end), end.name)


def via(end: OtherEnd) -> str:
    """Name a connection by its other end."""
    if end.kind == "pipe":
        return f"pipe {_number(end.name)}"
    where = end.remote or end.local or _number(end.name)
    return f"{end.kind} {where}"


def _by_channel(row: TaskSample) -> Wait:
    kind = next((kind for known, kind in CHANNELS if known.search(row.wait_channel)), "")
    if row.call or row.wait_channel == "" or kind in ("", "epoll_wait"):
        known = row.call or row.wait_channel
        return IDLE if known else Wait(ThreadState.UNKNOWN)
    if kind == "pipe":
        return Wait(ThreadState.PROCESS, "a pipe")
    return Wait(ThreadState.NETWORK, "a socket")


def _number(link: str) -> str:
    return link.partition("[")[2].rstrip("]")


def _name(row: TaskSample) -> str:
    return row.on[0] if row.on and row.on[0].startswith("/") else ""
