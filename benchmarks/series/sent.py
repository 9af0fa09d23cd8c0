"""The same made-up samples, as our door and as Prometheus' remote write take them."""

import struct
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import msgpack

from hexascope.domain.series import layout_of

KINDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Hosts that send `series` numbers each `step` seconds, `ticks` times from `begin` on.

    A message holds `together` moments.
    """

    hosts: int
    series: int
    ticks: int
    step: int
    begin: int
    together: int = 1
    prefix: str = "h"

    @property
    def samples(self) -> int:
        """How many numbers there are."""
        return self.hosts * self.series * self.ticks

    def host(self, number: int) -> str:
        """The id of a host."""
        return f"{self.prefix}{number:04}"


def values(load: Load, host: int) -> Iterator[list[float]]:
    """The numbers of one host, a list a moment: counters, bytes, shares and constants."""
    random = Random(f"{load.prefix}{host}")
    state = [float(random.randrange(10**6)) for _ in range(load.series)]
    for _ in range(load.ticks):
        for at in range(load.series):
            kind = at % KINDS
            if kind < 2:  # a counter
                state[at] += random.randrange(1 + 10 ** (at % 5)) if random.random() < 0.6 else 0
            elif kind == 2:  # bytes of memory
                state[at] = max(0.0, state[at] + random.randrange(-8, 9) * 4096)
            elif kind == 3 and random.random() < 0.3:  # a share
                state[at] = round(random.random(), 3)
        yield list(state)


def labels(at: int) -> tuple[str, str]:
    """The name and the device of a series."""
    return f"bench.m{at // 10:03}", f"d{at % 10}"


def ours(load: Load, hosts: Sequence[int]) -> Iterator[bytes]:
    """Messages for our door: keys by their layout, but in a host's first."""
    keys = ["{}{{device={}}}".format(*labels(at)) for at in range(load.series)]
    layout = layout_of(keys)
    rows = {host: values(load, host) for host in hosts}
    for tick in range(0, load.ticks, load.together):
        for host in hosts:
            times, flat = array("d"), array("d")
            for more in range(min(load.together, load.ticks - tick)):
                times.append(load.begin + (tick + more) * load.step)
                flat.extend(next(rows[host]))
            said = {
                "host": load.host(host),
                "boot": "b1",
                "stream": "main",
                "seq": tick,
                "step": load.step,
                "times": times.tobytes(),
                "values": flat.tobytes(),
            }
            named: dict[str, object] = {"keys": keys} if tick == 0 else {"layout": layout}
            yield msgpack.packb({**said, **named})


def remote_write(load: Load, hosts: Sequence[int]) -> Iterator[bytes]:
    """Messages of Prometheus' remote write: protobuf in snappy that packs nothing.

    Nothing to unpack is the cheapest for who reads it.
    """
    rows = {host: values(load, host) for host in hosts}
    named = {
        host: [_labels(load.host(host), *labels(at)) for at in range(load.series)] for host in hosts
    }
    for tick in range(0, load.ticks, load.together):
        for host in hosts:
            moments = min(load.together, load.ticks - tick)
            taken = [next(rows[host]) for _ in range(moments)]
            parts = []
            for at, told in enumerate(named[host]):
                samples = b"".join(
                    _sample(row[at], load.begin + (tick + more) * load.step)
                    for more, row in enumerate(taken)
                )
                parts.append(_field(1, told + samples))
            yield _snappy(b"".join(parts))


def _labels(host: str, name: str, device: str) -> bytes:
    pairs = (("__name__", name.replace(".", "_")), ("device", device), ("host", host))
    return b"".join(
        _field(1, _field(1, label.encode()) + _field(2, value.encode())) for label, value in pairs
    )


def _sample(value: float, time: int) -> bytes:
    return _field(2, b"\x09" + struct.pack("<d", value) + b"\x10" + _varint(time * 1000))


def _field(number: int, content: bytes) -> bytes:
    return bytes([number << 3 | 2]) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def _snappy(content: bytes) -> bytes:
    parts = [_varint(len(content))]
    for at in range(0, len(content), 65_536):
        piece = content[at : at + 65_536]
        parts.append(b"\xf4" + (len(piece) - 1).to_bytes(2, "little") + piece)
    return b"".join(parts)
