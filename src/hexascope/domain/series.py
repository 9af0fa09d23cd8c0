"""Series: numbers of a host over time, as they are sent, kept and asked for."""

import re
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from hexascope.domain.errors import BadInput
from hexascope.domain.evidence import Labels

LONGEST_KEY = 512
"""Letters of one key; evidence of hosts has at most 300."""

LONGEST_NAME = 64
"""Letters of the name of a host's boot or of a stream."""

MOST_KEYS = 5000
"""Series in one batch."""

MOST_TICKS = 1200
"""Moments in one batch."""

STEPS = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60)
"""Seconds between moments that chunks are made for: a rollup holds whole chunks of each."""

TICKS = 120
"""Moments that one chunk is made for: `step` × TICKS seconds are its span."""


_WRITTEN = {step: str(step) for step in STEPS}


@lru_cache(maxsize=1000)
def step_of(seconds: float) -> int:
    """Give the step of STEPS that moments so far apart are kept by: the next shorter one."""
    return max((step for step in STEPS if step <= seconds), default=STEPS[0])


_ESCAPE = re.compile(r"\\x([0-9a-f]{2})|\\u([0-9a-f]{4})")


@lru_cache(maxsize=100_000)
def number_of(*parts: str) -> int:
    """Give the number that stands for words everywhere: 63 bits of their hash.

    It is the same whoever counts, and in whatever order things came.
    """
    words = "\0".join(parts).encode()
    return int.from_bytes(blake2b(words, digest_size=8).digest(), "big") >> 1


def layout_of(keys: Sequence[str]) -> str:
    """Give the name of a list of keys, in their order: 32 letters of its hash."""
    return blake2b("\n".join(keys).encode(), digest_size=16).hexdigest()


@lru_cache(maxsize=20_000)
def parted(key: str) -> tuple[str, Labels]:
    """Take a key apart, as domain/evidence.key writes it; BadInput for what is none.

    >>> parted("disk.await{device=vda}")
    ('disk.await', (('device', 'vda'),))
    """
    family, brace, rest = key.partition("{")
    wrong = BadInput(f"{key[:80]!r} is no key of a series: write family{{label=value,…}}")
    if not family or len(key) > LONGEST_KEY or not key.isprintable():
        raise wrong
    if not brace:
        if set(key) & set(",={}\\ "):
            raise wrong
        return family, ()
    if not rest.endswith("}") or len(rest) < 4:
        raise wrong
    labels = []
    for pair in rest[:-1].split(","):
        name, equals, value = pair.partition("=")
        if not name or not equals or set(value) & set("={}"):
            raise wrong
        labels.append((name, _ESCAPE.sub(_unescaped, value)))
    return family, tuple(labels)


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1] or found[2], 16))


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who measures: a host since one boot, in one stream with moments about `step` seconds apart.

    `step` is one of STEPS. `host` is its id; a boot is what counters live as long as; `stream` is
    the sender's word.
    """

    host: str
    boot: str
    stream: str
    step: int

    @property
    def number(self) -> int:
        """Give what stands for it in the store."""
        return number_of(self.host, self.boot, self.stream, _WRITTEN[self.step])

    @property
    def span(self) -> int:
        """Give the seconds that one chunk covers."""
        return self.step * TICKS

    def start_of(self, time: float) -> int:
        """Give when the chunk begins that a moment belongs to."""
        return int(time // self.span) * self.span


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one message of a sender brings: moments × keys numbers.

    `seq` is its number within the source, by which a second delivery is known. `times` are seconds
    since 1970, ascending. `values` are doubles, little-endian, moment after moment, each in the
    order of `keys`; NaN where something was not measured. `layout` is `layout_of(keys)`.
    """

    source: Source
    host_name: str
    seq: int
    keys: tuple[str, ...]
    layout: str
    times: "array[float]"
    values: bytes

    @property
    def size(self) -> int:
        """Give about how many bytes wait with it."""
        return len(self.values) + 8 * len(self.times) + 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of a batch: `stamped` is its last moment where the sender's was in the future."""

    moments: int
    sent: float | None = None
    stamped: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A series that is kept: of which host, under which key, and when it was told first and last.

    `number` stands for the key, over all hosts.
    """

    host: str
    number: int
    key: str
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive moments of one series from one chunk, of one boot.

    `columns` are (values,) for what was measured; for rollups, whose `resolution` is 60 or 3600 s,
    (least, most, total, count, last), and the times are where each minute or hour begins.
    """

    source: int
    times: "array[float]"
    columns: tuple["array[float]", ...]
    resolution: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """A stretch that was kept and can't be read any more: a gap that is told."""

    host: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is kept of some series in a range, by (host, key); and what is lost of it."""

    stretches: Mapping[tuple[str, str], Sequence[Stretch]]
    holes: Sequence[Hole] = ()
