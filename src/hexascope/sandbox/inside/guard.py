"""The guard of a job that has no namespaces: starts it behind Landlock, and lets none survive it.

Sent as text behind that of `enter.py`, whose functions it uses. It becomes the reaper of all that
descends from it; when the job's first process ends, or its own input is closed (hexascope wants it
or has died), it kills the rest until none is left. The parcel's table has a `guard` as well:
`folder`, `user` (or None), `read` and `devices` (paths), the `filter` as hex, Landlock's `abi`.
"""

import ctypes
import os
import select
import struct
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, BinaryIO

    # in what is sent, these stand above
    from hexascope.sandbox.inside.enter import limit, read_head, run, tell, unpack  # noqa: TC004

KILL = 9  # the module signal would cost 3 ms

SET_PARENT_DEATH, SET_NO_NEW_PRIVILEGES, SET_SECCOMP, SET_SUBREAPER = 1, 38, 22, 36
FILTER = 2
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
BENEATH = 1

EXECUTE, WRITE, READ, LIST = 1, 2, 4, 8
MAKE_FOLDER, MAKE_FILE, TRUNCATE = 1 << 7, 1 << 8, 1 << 14
FILE_RIGHTS_BY_ABI = ((1, 0x1FFF), (2, 0x3FFF), (3, 0x7FFF), (5, 0xFFFF))
NETWORK_ABI, SCOPE_ABI = 4, 6
ALL_TCP, ALL_SCOPES = 3, 3
REPAIR_SECONDS = 5.0
"""How long the guard kills what a job has left, at most."""

REAP_MILLISECONDS = 50
"""How often those are reaped whose parents have ended before them."""

INPUT = 0

LIBC = ctypes.CDLL(None, use_errno=True)


def called(what: str, answer: int) -> int:
    """Give the answer of a call, or raise OSError."""
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return answer


def control(option: int, value: int, further: "Any" = 0) -> None:
    """Call prctl."""
    wide = ctypes.c_ulong
    given = further if option == SET_SECCOMP else wide(further)
    called(f"prctl {option}", LIBC.prctl(option, wide(value), given, wide(0), wide(0)))


def close_off(plan: "dict[str, Any]") -> None:
    """Leave nothing of the file system but what is named, and no TCP; for good."""
    abi = plan["abi"]
    rights = [bits for since, bits in FILE_RIGHTS_BY_ABI if abi >= since][-1]
    ruleset = struct.pack("<QQ", rights, ALL_TCP if abi >= NETWORK_ABI else 0)
    if abi >= SCOPE_ABI:
        ruleset += struct.pack("<Q", ALL_SCOPES)
    size = ctypes.c_size_t(len(ruleset))
    rules = called("landlock", LIBC.syscall(CREATE_RULESET, ruleset, size, 0))
    for path in plan["read"]:
        _allow(rules, path, EXECUTE | READ | (LIST if os.path.isdir(path) else 0))  # noqa: PTH112 - pathlib is slow
    for path in plan["devices"]:
        _allow(rules, path, READ | WRITE)
    _allow(rules, plan["folder"], READ | LIST | WRITE | MAKE_FOLDER | MAKE_FILE | TRUNCATE)
    control(SET_NO_NEW_PRIVILEGES, 1)
    called("landlock", LIBC.syscall(RESTRICT_SELF, rules, 0))
    os.close(rules)


def _allow(rules: int, path: str, rights: int) -> None:
    opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    rule = struct.pack("<Qi", rights, opened)
    called(f"landlock {path}", LIBC.syscall(ADD_RULE, rules, BENEATH, rule, 0))
    os.close(opened)


def filter_calls(program: bytes) -> None:
    """Take on the filter of system calls, for good."""
    steps = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("@HP", len(program) // 8, ctypes.addressof(steps))
    control(SET_SECCOMP, FILTER, head)


def become(user: int) -> None:
    """Give up root for good."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def job(head: "dict[str, Any]", parcel: "BinaryIO", told: int, parent: int) -> None:
    """Be the job: everything that is not needed is given up before its first line."""
    plan = head["guard"]
    os.setsid()
    nothing = os.open("/dev/null", os.O_RDONLY)
    os.dup2(nothing, INPUT)
    os.close(nothing)
    if plan["user"] is not None:
        become(plan["user"])
    control(SET_PARENT_DEATH, KILL)
    if os.getppid() != parent:
        os._exit(1)
    os.umask(0o077)
    os.chdir(plan["folder"])
    unpack(head, parcel)
    parcel.close()
    limit(head["limits"])
    close_off(plan)
    filter_calls(bytes.fromhex(plan["filter"]))
    tell(told)
    run(head["source"])


def children() -> "list[int]":
    """Give the processes whose parent this one is."""
    found = []
    mine = str(os.getpid()).encode()
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as file:
                    parent = file.read().rpartition(b")")[2].split()[1]
            except (OSError, IndexError):
                continue
            if parent == mine:
                found.append(int(name))
    return found


def kill(child: int) -> None:
    """Kill a process; one that has another user by now, or is gone, is not ours to kill."""
    try:
        os.kill(child, KILL)
    except OSError:
        return


def kill_user(user: int) -> None:
    """Kill all that runs under the job's user id, in one call."""
    killer = os.fork()
    if killer == 0:
        try:
            become(user)
            kill(-1)
        finally:
            os._exit(0)


def kill_all(user: "int | None") -> None:
    """Kill what descends from this process until nothing does."""
    ends = time.monotonic() + REPAIR_SECONDS  # noqa: TID251 - there is no hexascope where this runs
    while reap() and time.monotonic() < ends:  # noqa: TID251
        if user is not None:
            kill_user(user)
        for child in children():
            kill(child)
        time.sleep(0.001)  # noqa: TID251


def reap() -> bool:
    """Wait for what has ended; say whether any child is left."""
    while True:
        try:
            ended, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return False
        if ended == 0:
            return True


def watch(child: int) -> int:
    """Wait for the job's first process, or for the end of our input; give a shell's exit code."""
    waiting = select.poll()
    waiting.register(os.pidfd_open(child), select.POLLIN)
    waiting.register(INPUT, select.POLLHUP)
    while True:
        ready = [descriptor for descriptor, _ in waiting.poll(REAP_MILLISECONDS)]
        while True:
            ended, status = os.waitpid(-1, os.WNOHANG)
            if ended == child:
                code = os.waitstatus_to_exitcode(status)
                return code if code >= 0 else 128 - code
            if ended == 0:
                break
        if INPUT in ready:
            return 128 + KILL


def guard(words: "list[str]") -> None:
    """Start the job, wait for it, and kill what it leaves."""
    parcel, told = map(int, words)
    control(SET_SUBREAPER, 1)
    with os.fdopen(parcel, "rb") as file:
        head = read_head(file)
        me = os.getpid()
        child = os.fork()
        if child == 0:
            job(head, file, told, me)
            return
    os.close(told)
    try:
        code = watch(child)
    finally:
        kill_all(head["guard"]["user"])
    os._exit(code)  # there is nothing to write or to tidy up: that saves some milliseconds
