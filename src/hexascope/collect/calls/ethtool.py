"""What a driver tells of an interface: speed, duplex, name, and its own counters."""

import fcntl
import socket
import struct
from collections.abc import Mapping

SIOCETHTOOL = 0x8946
GET_SETTINGS, GET_DRIVER, GET_STRINGS, GET_COUNTERS, GET_SET_SIZES = 0x1, 0x3, 0x1B, 0x1D, 0x37
STRINGS_OF_COUNTERS = 1
NAME_BYTES = 32
MOST_COUNTERS = 2_000

DUPLEX = {0: "half", 1: "full"}
MODES: tuple[tuple[int, int], ...] = (
    (0x3, 10),
    (0xC, 100),
    (0x20030, 1_000),
    (0x8000, 2_500),
    (0x1C1000, 10_000),
    (0x600000, 20_000),
    (0x7800000, 40_000),
    (0x78000000, 56_000),
)
"""Bits of the legacy mask of supported modes, and their Mbit/s; newer speeds are not in it."""


def settings(door: socket.socket, name: str) -> Mapping[str, int | str]:
    """Give speed and best_speed in bits a second and duplex, each only where it is known."""
    request = bytearray(44)
    struct.pack_into("=I", request, 0, GET_SETTINGS)
    _ask(door, name, request)
    supported, _, low, duplex = struct.unpack_from("=IIHB", request, 4)
    [high] = struct.unpack_from("=H", request, 28)
    told: dict[str, int | str] = {}
    speed = high << 16 | low
    if speed not in (0, 0xFFFF, 0xFFFFFFFF):
        told["speed"] = speed * 1_000_000
    best = max((speed for mask, speed in MODES if supported & mask), default=0)
    if best:
        told["best_speed"] = best * 1_000_000
    if duplex in DUPLEX:
        told["duplex"] = DUPLEX[duplex]
    return told


def driver(door: socket.socket, name: str) -> tuple[str, str]:
    """Give the driver's name and the bus address."""
    request = bytearray(196)
    struct.pack_into("=I", request, 0, GET_DRIVER)
    _ask(door, name, request)
    return _text(request, 4), _text(request, 100)


def counters(door: socket.socket, name: str, ending: str) -> Mapping[str, int]:
    """Give the driver's own counters whose names end with a word."""
    request = bytearray(16 + 4)
    struct.pack_into("=IIQ", request, 0, GET_SET_SIZES, 0, 1 << STRINGS_OF_COUNTERS)
    _ask(door, name, request)
    count = min(struct.unpack_from("=I", request, 16)[0], MOST_COUNTERS)
    names = bytearray(12 + count * NAME_BYTES)
    struct.pack_into("=III", names, 0, GET_STRINGS, STRINGS_OF_COUNTERS, count)
    _ask(door, name, names)
    values = bytearray(8 + count * 8)
    struct.pack_into("=II", values, 0, GET_COUNTERS, count)
    _ask(door, name, values)
    numbers = struct.unpack_from(f"={count}Q", values, 8)
    known = [_text(names, 12 + at * NAME_BYTES) for at in range(count)]
    return {
        word: value for word, value in zip(known, numbers, strict=True) if word.endswith(ending)
    }


def _ask(door: socket.socket, name: str, request: bytearray) -> None:
    """Let the driver fill in a request; raises OSError where it can't."""
    import ctypes

    place = (ctypes.c_char * len(request)).from_buffer(request)
    packed = struct.pack("16sP8x", name.encode()[:15], ctypes.addressof(place))
    fcntl.ioctl(door, SIOCETHTOOL, packed)


def _text(data: bytearray, start: int) -> str:
    return bytes(data[start : start + 32]).split(b"\0", 1)[0].decode(errors="backslashreplace")
