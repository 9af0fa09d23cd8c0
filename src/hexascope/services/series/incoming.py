"""What a sender says, checked in bulk: no object is made for a single number."""

import math
import re
import sys
from array import array
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import lt
from typing import Any

from hexascope.domain.errors import BadInput
from hexascope.domain.series import (
    LONGEST_KEY,
    LONGEST_NAME,
    MOST_KEYS,
    MOST_TICKS,
    Batch,
    Source,
    layout_of,
    parted,
    step_of,
)

FIELDS = frozenset(
    ("host", "name", "boot", "stream", "seq", "step", "keys", "layout", "times", "values")
)
MOST_SEQ = 2**53
FIRST_S, LAST_S = 0.0, 32_503_680_000.0
"""Moments lie between 1970 and the year 3000."""

MOST_NUMBER = 1e300
"""Sums of larger numbers would be infinite."""

LONGEST_HOST_NAME = 256
MOST_BYTES = 8 * 2**20
"""Bytes of a batch's numbers."""

MOST_SOURCES = 50_000
"""Senders that a process remembers."""

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@/-]*")
_LAYOUT = re.compile(r"[0-9a-f]{32}")
_EMPTY: tuple[str, ...] = ()


def layout_named(said: object) -> str:
    """Give the layout that a message names instead of keys; '' where it has keys."""
    message = _message(said)
    layout = message.get("layout", "")
    if "keys" in message:
        return ""
    if not isinstance(layout, str) or not _LAYOUT.fullmatch(layout):
        raise BadInput("keys: a list of keys is needed, or the layout that an answer named")
    return layout


def batch_of(said: object, known: tuple[str, ...] = _EMPTY) -> Batch:
    """Read a batch; `known` are the keys of the layout that it names; BadInput says what is wrong.

    `said` is what JSON or msgpack gave: times and values are lists, or bytes of little-endian
    doubles.
    """
    message = _message(said)
    keys = known or _keys(message.get("keys"))
    times = _times(message.get("times"))
    values = _values(message.get("values"), keys, len(times))
    said_by = [message.get("host"), message.get("boot"), message.get("stream", "main")]
    if set(map(type, said_by)) != {str}:
        _refuse_no_words(said_by)
    return Batch(
        source=_source(*said_by, _step(message.get("step", 1))),
        host_name=_name(message.get("name", "")),
        seq=_seq(message.get("seq")),
        keys=keys,
        layout=str(message["layout"]) if known else layout_of(keys),
        times=times,
        values=values,
    )


def _message(said: object) -> Mapping[str, Any]:
    if not isinstance(said, dict):
        raise BadInput("a batch is an object with host, boot, seq, keys, times and values")
    if not said.keys() <= FIELDS:
        odd = sorted(str(one)[:40] for one in said.keys() - FIELDS)
        raise BadInput(f"{odd[0]!r} is no field of a batch; there are {', '.join(sorted(FIELDS))}")
    return said


_WHO = ("host", "boot", "stream")


@lru_cache(maxsize=MOST_SOURCES)
def _source(host: str, boot: str, stream: str, step: int) -> Source:
    """Give who sends: the same one for each of its batches."""
    for name, word in zip(_WHO, (host, boot, stream), strict=True):
        if len(word) > LONGEST_NAME or not _WORD.fullmatch(word):
            raise _no_word(name, word)
    return Source(host=host, boot=boot, stream=stream, step=step)


def _refuse_no_words(said: Sequence[object]) -> None:
    for name, word in zip(_WHO, said, strict=True):
        if not isinstance(word, str):
            raise _no_word(name, word)


def _no_word(name: str, word: object) -> BadInput:
    return BadInput(
        f"{name}: 1 to {LONGEST_NAME} letters, digits and . _ : @ / - are needed, not {word!r:.80}"
    )


def _name(name: object) -> str:
    if not isinstance(name, str) or len(name) > LONGEST_HOST_NAME or not name.isprintable():
        raise BadInput(f"name: at most {LONGEST_HOST_NAME} letters of a host's name")
    return name


def _step(step: object) -> int:
    if isinstance(step, bool) or not isinstance(step, int | float) or not 0 < step < math.inf:
        raise BadInput(f"step: the seconds between two moments, not {step!r:.40}")
    return step_of(step)


def _seq(seq: object) -> int:
    if isinstance(seq, bool) or not isinstance(seq, int) or not 0 <= seq <= MOST_SEQ:
        raise BadInput(f"seq: a number from 0 to 2^53 that grows with each batch, not {seq!r:.40}")
    return seq


def _keys(keys: object) -> tuple[str, ...]:
    if not isinstance(keys, list) or not keys or len(keys) > MOST_KEYS:
        raise BadInput(f"keys: a list of 1 to {MOST_KEYS} keys is needed")
    for key in keys:
        if not isinstance(key, str) or len(key) > LONGEST_KEY:
            raise BadInput(f"keys: {key!r:.80} is no key of at most {LONGEST_KEY} letters")
        parted(key)
    if len(set(keys)) != len(keys):
        twice = next(key for at, key in enumerate(keys) if key in keys[:at])
        raise BadInput(f"keys: {twice[:80]!r} is there twice")
    return tuple(keys)


def _times(times: object) -> "array[float]":
    read = _doubles(times, "times")
    if not 0 < len(read) <= MOST_TICKS:
        raise BadInput(f"times: 1 to {MOST_TICKS} moments are needed, not {len(read)}")
    if not (read[0] > FIRST_S and read[-1] < LAST_S and all(map(lt, read, read[1:]))):
        raise BadInput("times: seconds since 1970 are needed, each later than the one before")
    return read


def _values(values: object, keys: Sequence[str], moments: int) -> bytes:
    wanted = len(keys) * moments
    if wanted * 8 > MOST_BYTES:
        raise BadInput(f"values: {wanted} numbers are too many for one batch: send fewer moments")
    if isinstance(values, list):
        if len(values) != moments:
            raise BadInput(f"values: {len(values)} lists for {moments} moments")
        read = array("d")
        for row in values:
            if not isinstance(row, list) or len(row) != len(keys):
                raise BadInput(f"values: each moment needs a list of {len(keys)} numbers")
            read += _of_list(row, "values")
    else:
        read = _doubles(values, "values")
    if len(read) != wanted:
        raise BadInput(f"values: {len(read)} numbers for {moments} moments of {len(keys)} keys")
    _refuse_infinite(read, keys)
    if sys.byteorder == "big":
        read.byteswap()
    return read.tobytes()


def _refuse_infinite(read: "array[float]", keys: Sequence[str]) -> None:
    """Refuse infinities and numbers whose sum would be one; NaN passes: it is 'not measured'."""
    if math.hypot(*read) < MOST_NUMBER:
        return  # no number is larger than all of them together, and none is NaN
    for place, value in enumerate(read):
        if abs(value) >= MOST_NUMBER:
            raise BadInput(
                f"values: {keys[place % len(keys)][:80]} is {value}: leave it out, or send NaN"
            )


def _doubles(given: object, name: str) -> "array[float]":
    if isinstance(given, list):
        return _of_list(given, name)
    if not isinstance(given, bytes) or len(given) % 8:
        raise BadInput(f"{name}: a list of numbers, or bytes of little-endian doubles")
    read = array("d")
    read.frombytes(given)
    if sys.byteorder == "big":
        read.byteswap()
    return read


def _of_list(given: Sequence[object], name: str) -> "array[float]":
    known = [math.nan if one is None else one for one in given]
    if bool in set(map(type, known)):
        raise BadInput(f"{name}: true and false are no numbers; send 1 and 0")
    try:
        return array("d", known)  # type: ignore[arg-type]  # what is no number raises
    except (TypeError, OverflowError):
        raise BadInput(f"{name}: numbers are needed, or null where nothing was measured") from None
