"""Names of addresses: from ELF files, from the kernel's list, from maps; never from nonsense."""

import struct
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.probing.calls import elf
from hexascope.collect.probing.calls.elf import names_at
from hexascope.collect.probing.calls.stacks import functions
from hexascope.collect.probing.calls.symbols import in_kallsyms, mappings
from hexascope.collect.probing.calls.syscalls import syscall_name

KALLSYMS = b"""ffffffff81000000 T _stext
ffffffff81000100 t do_one
ffffffff81000200 T do_two
ffffffff81000300 B some_data
ffffffff81000400 B _end
ffffffffc0001000 t probe\t[virtio]
ffffffffc0000500 t early\t[loop]
"""


def program(*symbols: tuple[str, int, int, int], table: int = 2) -> bytes:
    """Make an ELF file whose code lies at 0x1000 of the file and 0x401000 of memory."""
    names = b"\0"
    rows = b""
    for name, value, size, kind in symbols:
        rows += struct.pack("<IBBHQQ", len(names), kind, 0, 1, value, size)
        names += name.encode() + b"\0"
    segment = struct.pack("<IIQQQQQQ", 1, 5, 0x1000, 0x401000, 0x401000, 0x1000, 0x1000, 0x1000)
    at = 64 + len(segment)
    sections = b"".join(
        struct.pack("<IIQQQQIIQQ", 0, kind, 0, 0, begin, size, link, 0, 1, each)
        for kind, begin, size, link, each in (
            (0, 0, 0, 0, 0),
            (table, at, len(rows), 2, 24),
            (3, at + len(rows), len(names), 0, 0),
        )
    )
    head = b"\x7fELF\x02\x01\x01" + bytes(9)
    head += struct.pack(
        "<HHIQQQIHHHHHH", 3, 62, 1, 0, 64, at + len(rows) + len(names), 0, 64, 56, 1, 64, 3, 0
    )
    return head + segment + rows + names + sections


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "program"


def test_an_address_is_named_by_the_function_that_it_lies_in(file: Path) -> None:
    file.write_bytes(
        program(("one", 0x401000, 0x10, 2), ("two", 0x401100, 0x10, 0x12), ("data", 0x401200, 8, 1))
    )

    assert names_at(str(file), [0x1000, 0x100F, 0x1010, 0x1105, 0x1204, 0x9000]) == {
        0x1000: "one",
        0x100F: "one",
        0x1105: "two",
    }


def test_a_symbol_without_a_size_reaches_to_the_next(file: Path) -> None:
    file.write_bytes(program(("one", 0x401000, 0, 2), ("two", 0x401100, 0, 2)))

    assert names_at(str(file), [0x10FF, 0x1100]) == {0x10FF: "one", 0x1100: "two"}


def test_a_stripped_program_is_named_by_what_it_offers_to_others(file: Path) -> None:
    file.write_bytes(program(("exported", 0x401000, 0x10, 2), table=11))

    assert names_at(str(file), [0x1004]) == {0x1004: "exported"}


def test_what_is_no_file_has_no_names(tmp_path: Path) -> None:
    assert names_at(str(tmp_path), [0]) == {}
    assert names_at(str(tmp_path / "none"), [0]) == {}
    assert names_at("/dev/zero", [0]) == {}


@given(st.integers(0, 400), st.binary(min_size=1, max_size=16))
def test_a_damaged_file_is_no_crash(at: int, damage: bytes) -> None:
    whole = bytearray(program(("one", 0x401000, 0x10, 2), ("two", 0x401100, 0x10, 2)))
    whole[at : at + len(damage)] = damage
    with tempfile.NamedTemporaryFile() as file:
        file.write(whole)
        file.flush()
        found = names_at(file.name, [0x1000, 0x1105])

    assert set(found) <= {0x1000, 0x1105}


def test_a_table_that_is_too_large_is_left_alone(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_bytes(program(("one", 0x401000, 0x10, 2), ("two", 0x401100, 0x10, 2)))
    monkeypatch.setattr(elf, "MOST_TABLE_BYTES", 24)

    assert names_at(str(file), [0x1000]) == {}


def test_kernel_addresses_are_searched_in_the_sorted_part_and_in_modules() -> None:
    base = 0xFFFFFFFF81000000
    wanted = [base, base + 0x1FF, base + 0x200, 0xFFFFFFFFC0001010, 0xFFFFFFFFC0000501, 16]

    assert in_kallsyms(KALLSYMS, wanted) == {
        base: "_stext",
        base + 0x1FF: "do_one",
        base + 0x200: "do_two",
        0xFFFFFFFFC0001010: "probe [virtio]",
        0xFFFFFFFFC0000501: "early [loop]",
    }


def test_hidden_or_damaged_kernel_symbols_are_no_names() -> None:
    hidden = b"0000000000000000 T _stext\n0000000000000000 t do_one\n"

    assert in_kallsyms(hidden, [0xFFFFFFFF81000000]) == {}
    assert in_kallsyms(b"", [1]) == {}
    assert in_kallsyms(b"zz\nnonsense\n\n", [1]) == {}


def test_maps_tell_what_may_be_run() -> None:
    text = (
        "7f00-7f10 r--p 00000000 fe:00 12 /lib/a b.so\n"
        "7f10-7f20 r-xp 00001000 fe:00 12   /lib/a b.so (deleted)\n"
        "0010-0020 rwxp 00000000 00:00 0 \nnonsense\n"
    )

    assert [(one.begin, one.path) for one in mappings(text)] == [
        (0x10, ""),
        (0x7F10, "/lib/a b.so (deleted)"),
    ]


def test_kernel_stacks_are_read_from_the_root() -> None:
    text = "[<0>] futex_wait+0x6a/0x1a0\n[<0>] do_syscall_64+0x5c/0x90\n[<0>] 0xffffffff\n\n"

    assert functions(text) == ("do_syscall_64_[k]", "futex_wait_[k]")


def test_system_calls_are_named_by_machine() -> None:
    assert syscall_name(202, "x86_64") == "futex"
    assert syscall_name(98, "aarch64") == "futex"
    assert syscall_name(999, "x86_64") == "syscall 999"
    assert syscall_name(1, "vax") == "syscall 1"
