"""Function symbols of an ELF file: which function an address of it lies in.

The file may be anybody's: each size is bounded, and what makes no sense is no symbol.
"""

import os
import stat
import struct
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Mapping

MOST_SECTIONS = 2_048
MOST_SEGMENTS = 128
MOST_TABLE_BYTES = 12 * 1024 * 1024
"""Bytes of a symbol table: half a million symbols."""

LONGEST_NAME = 200
FAR = 1024 * 1024
"""A symbol without a size reaches no farther."""

NEAR = 4
"""Symbols below an address that are tried: labels and data may lie between functions."""

_SYMBOLS, _DYNAMIC_SYMBOLS = 2, 11
_FUNCTION, _INDIRECT_FUNCTION = 2, 10
_HEADER = struct.Struct("<16sHHIQQQIHHHHHH")
_SEGMENT = struct.Struct("<IIQQQQQQ")
_SECTION = struct.Struct("<IIQQQQIIQQ")
_SYMBOL_WORDS = 3
_DAMAGE = (OSError, ValueError, struct.error, OverflowError, IndexError)


def names_at(path: str, offsets: Iterable[int]) -> Mapping[int, str]:
    """Give the function's name at each offset of a file that has one."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return {}
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return {}
        return _Elf(handle).names_at(sorted(set(offsets)))
    except _DAMAGE:
        return {}
    finally:
        os.close(handle)


class _Elf:
    """A 64-bit little-endian ELF file; ValueError for any other."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        head = _HEADER.unpack(os.pread(handle, _HEADER.size, 0))
        if head[0][:6] != b"\x7fELF\x02\x01":
            raise ValueError("no ELF file of 64 bits")
        self._segments = self._rows(_SEGMENT, head[5], head[9], head[10], MOST_SEGMENTS)
        self._sections = self._rows(_SECTION, head[6], head[11], head[12], MOST_SECTIONS)

    def _rows(
        self, row: struct.Struct, at: int, size: int, count: int, most: int
    ) -> list[tuple[int, ...]]:
        if size != row.size or count > most:
            return []
        return list(row.iter_unpack(os.pread(self._handle, size * count, at)))

    def names_at(self, offsets: list[int]) -> dict[int, str]:
        wanted = {}
        for offset in offsets:
            address = self._address(offset)
            if address is not None:
                wanted[offset] = address
        found: dict[int, str] = {}
        for kind in (_SYMBOLS, _DYNAMIC_SYMBOLS):
            for section in self._sections:
                left = {offset: at for offset, at in wanted.items() if offset not in found}
                if section[1] == kind and left:
                    found.update(self._named(section, left))
        return found

    def _address(self, offset: int) -> int | None:
        """Give where an offset of the file lies in memory."""
        for kind, _, begin, address, _, size, _, _ in self._segments:
            if kind == 1 and begin <= offset < begin + size:
                return offset - begin + address
        return None

    def _named(self, section: tuple[int, ...], wanted: Mapping[int, int]) -> dict[int, str]:
        size, strings = section[5], section[6]
        if size > MOST_TABLE_BYTES or size % 24 or strings >= len(self._sections):
            return {}
        words = array("Q")
        words.frombytes(os.pread(self._handle, size, section[4]))
        values = words[1::_SYMBOL_WORDS].tolist()
        lowest, highest = min(wanted.values()) - FAR, max(wanted.values())
        # a hundred thousand symbols for a hundred addresses: what runs in C comes first
        known = sorted({value for value in values if lowest <= value <= highest})
        near = {
            offset: known[max(0, at - NEAR) : at]
            for offset, address in wanted.items()
            if (at := bisect_right(known, address))
        }
        candidates = {value for several in near.values() for value in several}
        places = {
            value: place
            for place, value in enumerate(values)
            if value in candidates and _is_function(words[place * _SYMBOL_WORDS])
        }
        names: dict[int, str] = {}
        for offset, several in near.items():
            value = next((one for one in reversed(several) if one in places), None)
            if value is None:
                continue
            row = places[value] * _SYMBOL_WORDS
            if wanted[offset] < value + (words[row + 2] or FAR):
                start = self._sections[strings][4] + (words[row] & 0xFFFFFFFF)
                raw = os.pread(self._handle, LONGEST_NAME, start).partition(b"\0")[0]
                if raw:
                    names[offset] = raw.decode(errors="backslashreplace")
        return names


def _is_function(head: int) -> bool:
    """Say whether a symbol's first word is that of a function, and of one in this file."""
    return head >> 32 & 0xF in (_FUNCTION, _INDIRECT_FUNCTION) and bool(head >> 48)
