"""The filter of system calls, as the bytes that the kernel runs (classic BPF).

Everything is refused that is not named: `calls.ALLOWED` may be called, some with certain arguments
only; `calls.REFUSED` answers "not permitted", all others "no such call". clone3 is among these:
its arguments lie in memory, where a filter can't look, and libc falls back to clone.
"""

import errno
import struct
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from hexascope.sandbox.calls import ALLOWED, MACHINES, REFUSED

ALLOW = 0x7FFF0000
KILL = 0x80000000
NO_SUCH_CALL = 0x00050000 | errno.ENOSYS
NOT_PERMITTED = 0x00050000 | errno.EPERM

ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
X32 = 0x40000000
"""Calls of x86_64 with this bit are those of another table, which nobody filters."""

# struct seccomp_data: int nr; u32 arch; u64 instruction_pointer; u64 args[6], little endian
AT_NUMBER, AT_ARCHITECTURE, AT_ARGUMENTS = 0, 4, 16

LOAD, RETURN = 0x20, 0x06
IF_EQUAL, IF_AT_LEAST, IF_ANY_BIT = 0x15, 0x35, 0x45

NEW_NAMESPACES = 0x7E020000
"""The bits of clone that make a namespace."""

UNNAMED_FILE = 0o20000000
"""The bit of open that makes a file which no one can see and count."""

TERMINALS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
"""ioctl: TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX; none of them changes a thing."""

HARMLESS_OPTIONS = (3, 15, 16, 23, 39, 0x53564D41)
"""prctl: GET_DUMPABLE, SET_NAME, GET_NAME, CAPBSET_READ, GET_NO_NEW_PRIVS, SET_VMA."""

OWN_DESCRIPTORS = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1031, 1032)
"""fcntl: copies, flags, locks, sizes of pipes; not SETOWN and the like, which send signals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """A call is allowed if its argument has no bit of `without`, or is `among` those named.

    Only the lower 32 bits are looked at: the kernel takes an int or unsigned int there.
    """

    argument: int
    without: int = 0
    among: Collection[int] = ()


ONLY = {
    "clone": Only(argument=0, without=NEW_NAMESPACES),
    "open": Only(argument=1, without=UNNAMED_FILE),
    "openat": Only(argument=2, without=UNNAMED_FILE),
    "ioctl": Only(argument=1, among=TERMINALS),
    "prctl": Only(argument=0, among=HARMLESS_OPTIONS),
    "prlimit64": Only(argument=0, among=(0,)),
    "fcntl": Only(argument=1, among=OWN_DESCRIPTORS),
}

SIGNALS = frozenset({"kill", "tkill", "tgkill"})
"""Refused where nothing else keeps a signal from other processes of the same user."""

CHANGES_BY_PATH = frozenset({"chmod", "fchmod", "fchmodat", "utime", "utimes", "utimensat"}) | {
    "futimesat"
}
"""Refused where a job sees the files of its user: Landlock does not look at these."""


def program(machine: str, *, without: Collection[str] = ()) -> bytes:
    """Give the filter for a kind of machine (`os.uname().machine`); `without` is refused as well.

    Raises KeyError for a machine that it isn't made for.
    """
    row = MACHINES.index(machine) if machine in MACHINES else -1
    architecture = ARCHITECTURES[machine]
    steps = [
        _step(LOAD, AT_ARCHITECTURE),
        _step(IF_EQUAL, architecture, yes=1),
        _step(RETURN, KILL),
        _step(LOAD, AT_NUMBER),
    ]
    if machine == "x86_64":
        steps += [_step(IF_AT_LEAST, X32, no=1), _step(RETURN, NO_SUCH_CALL)]
    for name, numbers in ALLOWED.items():
        number = numbers[row]
        if number is not None:
            refused = name in without
            steps += _call(number, NOT_PERMITTED if refused else ALLOW, ONLY.get(name))
    for numbers in REFUSED.values():
        number = numbers[row]
        if number is not None:
            steps += _call(number, NOT_PERMITTED, None)
    steps.append(_step(RETURN, NO_SUCH_CALL))
    return b"".join(steps)


def _call(number: int, answer: int, only: Only | None) -> Iterator[bytes]:
    """Give the steps for one call: passed over unless it has this number."""
    body = [_step(RETURN, answer)] if only is None or answer != ALLOW else list(_checked(only))
    yield _step(IF_EQUAL, number, no=len(body))
    yield from body


def _checked(only: Only) -> Iterator[bytes]:
    yield _step(LOAD, AT_ARGUMENTS + 8 * only.argument)
    for value in only.among:
        yield _step(IF_EQUAL, value, no=1)
        yield _step(RETURN, ALLOW)
    if only.without:
        yield _step(IF_ANY_BIT, only.without, no=1)
        yield _step(RETURN, NOT_PERMITTED)
    yield _step(RETURN, NOT_PERMITTED if only.among else ALLOW)


def profile(machine: str) -> dict[str, object]:
    """Give the same filter as a profile of Docker's; KeyError for an unknown machine."""
    plain = [name for name in ALLOWED if name not in ONLY]
    rules: list[dict[str, object]] = [{"names": plain, "action": "SCMP_ACT_ALLOW"}]
    for name, only in ONLY.items():
        if only.without:
            where = {"op": "SCMP_CMP_MASKED_EQ", "value": only.without, "valueTwo": 0}
            rules.append(_rule(name, only.argument, where))
        equal = ({"op": "SCMP_CMP_EQ", "value": value} for value in only.among)
        rules += [_rule(name, only.argument, one) for one in equal]
    refused = {"names": list(REFUSED), "action": "SCMP_ACT_ERRNO", "errnoRet": errno.EPERM}
    return {
        "defaultAction": "SCMP_ACT_ERRNO",
        "defaultErrnoRet": errno.ENOSYS,
        "architectures": [{"x86_64": "SCMP_ARCH_X86_64", "aarch64": "SCMP_ARCH_AARCH64"}[machine]],
        "syscalls": [*rules, refused],
    }


def _rule(name: str, argument: int, where: Mapping[str, object]) -> dict[str, object]:
    return {"names": [name], "action": "SCMP_ACT_ALLOW", "args": [{"index": argument, **where}]}


def _step(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    """Write one instruction: struct sock_filter."""
    return struct.pack("<HBBI", code, yes, no, value)
