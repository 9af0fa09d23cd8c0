"""The filter, run by a small machine for its kind of program."""

import errno
import struct
from collections.abc import Sequence
from fnmatch import fnmatch

import pytest

from hexascope.sandbox.calls import ALLOWED, MACHINES, REFUSED
from hexascope.sandbox.seccomp import (
    ALLOW,
    ARCHITECTURES,
    CHANGES_BY_PATH,
    KILL,
    NO_SUCH_CALL,
    NOT_PERMITTED,
    ONLY,
    SIGNALS,
    X32,
    profile,
    program,
)

NEW_USER, NEW_NET, SIGCHLD, THREAD = 0x10000000, 0x40000000, 17, 0x3D0F00
CLONE3 = 435


def answer(filter_: bytes, number: int, arguments: Sequence[int] = (), arch: int = 0) -> int:
    """Run a filter over one call, as the kernel does."""
    given = [*arguments, *(0,) * (6 - len(arguments))]
    data = struct.pack("<iIQ6Q", number, arch or ARCHITECTURES["x86_64"], 0, *given)
    steps = list(struct.iter_unpack("<HBBI", filter_))
    at = accumulator = 0
    while True:
        code, yes, no, value = steps[at]
        at += 1
        match code:
            case 0x20:
                (accumulator,) = struct.unpack_from("<I", data, value)
            case 0x06:
                return int(value)
            case 0x15:
                at += yes if accumulator == value else no
            case 0x35:
                at += yes if accumulator >= value else no
            case 0x45:
                at += yes if accumulator & value else no
            case _:
                raise AssertionError(f"no such step: {code:#x}")


def call(
    name: str, arguments: Sequence[int] = (), machine: str = "x86_64", without: Sequence[str] = ()
) -> int:
    number = {**ALLOWED, **REFUSED}[name][MACHINES.index(machine)]
    assert number is not None
    filter_ = program(machine, without=without)
    return answer(filter_, number, arguments, ARCHITECTURES[machine])


@pytest.mark.parametrize("machine", MACHINES)
def test_every_call_of_the_lists_is_answered_as_its_list_says(machine: str) -> None:
    row = MACHINES.index(machine)
    for name, numbers in ALLOWED.items():
        if numbers[row] is not None and name not in ONLY:
            assert call(name, machine=machine) == ALLOW, name
    for name, numbers in REFUSED.items():
        if numbers[row] is not None:
            assert call(name, machine=machine) == NOT_PERMITTED, name


@pytest.mark.parametrize("machine", MACHINES)
def test_a_call_that_is_in_no_list_does_not_exist(machine: str) -> None:
    row = MACHINES.index(machine)
    known = {numbers[row] for numbers in (*ALLOWED.values(), *REFUSED.values())}
    filter_ = program(machine)
    for number in {*range(600), CLONE3} - known:
        found = answer(filter_, number, arch=ARCHITECTURES[machine])
        assert found == NO_SUCH_CALL == 0x50000 | errno.ENOSYS, number


def test_no_call_has_two_answers() -> None:
    assert not ALLOWED.keys() & REFUSED.keys()
    for row in range(len(MACHINES)):
        numbers = [one[row] for one in (*ALLOWED.values(), *REFUSED.values())]
        there = [number for number in numbers if number is not None]
        assert len(there) == len(set(there))


@pytest.mark.parametrize("machine", MACHINES)
def test_a_process_or_thread_may_be_made_and_a_namespace_not(machine: str) -> None:
    assert call("clone", [SIGCHLD], machine) == ALLOW
    assert call("clone", [THREAD], machine) == ALLOW
    for bit in (0x20000, 0x2000000, 0x4000000, 0x8000000, NEW_USER, 0x20000000, NEW_NET):
        assert call("clone", [SIGCHLD | bit], machine) == NOT_PERMITTED, hex(bit)


def test_calls_of_another_table_are_no_way_around() -> None:
    filter_ = program("x86_64")

    assert answer(filter_, X32 | 0) == NO_SUCH_CALL
    assert answer(filter_, X32 | 520) == NO_SUCH_CALL
    assert answer(filter_, 11, arch=0x40000003) == KILL  # i386
    assert answer(program("aarch64"), 0, arch=ARCHITECTURES["x86_64"]) == KILL


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("openat", [0, 0, 0o1101], [0, 0, 0o20200002]),
        ("ioctl", [0, 0x5401], [0, 0x5412]),
        ("prctl", [15], [4]),
        ("prctl", [39], [36]),
        ("prlimit64", [0, 7], [1, 7]),
        ("fcntl", [3, 1030], [3, 8]),
    ],
)
def test_a_call_with_certain_arguments_only(name: str, good: list[int], bad: list[int]) -> None:
    assert call(name, good) == ALLOW
    assert call(name, bad) == NOT_PERMITTED


def test_upper_bits_that_the_kernel_drops_change_nothing() -> None:
    above = 1 << 32
    assert call("clone", [above | NEW_USER]) == NOT_PERMITTED
    assert call("prlimit64", [above | 1]) == NOT_PERMITTED
    assert call("ioctl", [0, above | 0x5412]) == NOT_PERMITTED


def test_more_can_be_refused_where_less_else_holds() -> None:
    for name in (*SIGNALS, *CHANGES_BY_PATH):
        assert call(name) == ALLOW
        assert call(name, without=[name]) == NOT_PERMITTED


def test_a_machine_without_a_table_has_no_filter() -> None:
    with pytest.raises(KeyError):
        program("riscv64")


def test_the_kernel_takes_filters_of_this_length() -> None:
    assert len(program("x86_64")) // 8 < 4096


def allowed_by_profile(name: str, arguments: list[int]) -> bool:
    rules = profile("x86_64")["syscalls"]
    return any(
        name in rule["names"]
        and rule["action"] == "SCMP_ACT_ALLOW"
        and all(_holds(where, arguments) for where in rule.get("args", ()))
        for rule in rules  # type: ignore[attr-defined]  # it is JSON
    )


def _holds(where: dict[str, int | str], arguments: list[int]) -> bool:
    value = arguments[int(where["index"])]
    if fnmatch(str(where["op"]), "*MASKED*"):
        return value & int(where["value"]) == where["valueTwo"]
    return value == where["value"]


@pytest.mark.parametrize("name", [*ALLOWED, *REFUSED])
def test_dockers_profile_says_the_same(name: str) -> None:
    numbers = (0, 1, 8, 15, 36, 0x5401, 0x5412, NEW_USER | SIGCHLD, 0o20200002, 1030)
    for number in numbers:
        given = [number] * 6
        assert allowed_by_profile(name, given) is (call(name, given) == ALLOW), (name, number)
