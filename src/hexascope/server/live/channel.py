"""One topic of one tenant: who hears it, and what was said lately, for those who come back."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from hexascope.server.live.frames import Frame, event
from hexascope.server.live.line import Line

MOST_KEPT = 1000
"""Events of a topic that are kept for who comes back."""

KEPT_BYTES = 512 * 1024
"""Their bytes: they must fit in what may wait for a client."""

KEPT_S = 60.0
"""For how long they are kept."""

BATCH_BYTES = 64 * 1024
"""Bytes of lines that are sent together at the latest."""

BETWEEN_SAMPLES_S = 1.0
"""A topic sends its values that replace each other at most this often."""

REPLACING = frozenset({"sample"})
"""Events of which only the newest counts."""

BATCHED = frozenset({"log", "piece"})
"""Events that come by the hundred: sent together, in their order, as `items`."""

Allows = Callable[[Mapping[str, str]], bool]
"""Tells whether a listener may hear of a thing with these attributes."""


class Kept(NamedTuple):
    """An event that was sent; `at` in seconds of a clock that nobody sets."""

    seq: int
    at: float
    word: str
    of: Mapping[str, str]
    frame: Frame


class Heard(NamedTuple):
    """An event as it came from the bus; `data` is JSON."""

    word: str
    of: Mapping[str, str]
    data: str


@dataclass(slots=True)
class Counter:
    """Numbers the events of all topics of a process: who has seen one has seen all before it."""

    value: int = 0

    def next(self) -> int:
        """Give the next number."""
        self.value += 1
        return self.value


class Channel:
    """Sends what is heard of a topic to its lines."""

    def __init__(self, topic: str, counter: Counter, now: float) -> None:
        self.topic = topic
        self.lines: dict[Line, Allows | None] = {}
        self.joining = 0
        self.used_at = now
        self.bytes = 0
        self.floor = counter.value
        self._counter = counter
        self._kept: deque[Kept] = deque()
        self._lines_of: tuple[str, list[str], int] = ("", [], 0)
        self._newest: Heard | None = None
        self._sampled_at = float("-inf")

    def hear(self, heard: Heard, now: float) -> None:
        """Take an event from the bus: some wait for the next tick."""
        if heard.word in REPLACING:
            self._newest = heard
            if now >= self._sampled_at + BETWEEN_SAMPLES_S:
                self._sample(now)
        elif heard.word in BATCHED:
            self._batch(heard, now)
        else:
            self._flush_batch(now)
            self._publish(heard, now)

    def tick(self, now: float) -> None:
        """Send what waits, and let go of what is too old."""
        self._flush_batch(now)
        if self._newest is not None and now >= self._sampled_at + BETWEEN_SAMPLES_S:
            self._sample(now)
        while self._kept and self._kept[0].at < now - KEPT_S:
            self.shed()
        if self.lines or self.joining:
            self.used_at = now

    def since(self, seq: int) -> Iterator[Kept]:
        """Give what was sent after a number, values that replace each other once; see `floor`."""
        latest = {one.word: one.seq for one in self._kept if one.word in REPLACING}
        for one in self._kept:
            if one.seq > seq and latest.get(one.word, one.seq) == one.seq:
                yield one

    def has_all_since(self, seq: int) -> bool:
        """Tell whether nothing after a number is missing here."""
        return self.floor <= seq <= self._counter.value

    def shed(self) -> None:
        """Let go of the oldest event."""
        oldest = self._kept.popleft()
        self.bytes -= oldest.frame.size
        self.floor = oldest.seq

    def gap(self) -> None:
        """Note that events may be missing: nobody can resume from before now."""
        while self._kept:
            self.shed()
        self.floor = self._counter.next()

    def _sample(self, now: float) -> None:
        heard, self._newest = self._newest, None
        if heard is not None:
            self._sampled_at = now
            self._publish(heard, now)

    def _batch(self, heard: Heard, now: float) -> None:
        word, items, size = self._lines_of
        if items and word != heard.word:
            self._flush_batch(now)
            word, items, size = self._lines_of
        items.append(heard.data)
        self._lines_of = (heard.word, items, size + len(heard.data))
        if size + len(heard.data) >= BATCH_BYTES:
            self._flush_batch(now)

    def _flush_batch(self, now: float) -> None:
        word, items, _ = self._lines_of
        if items:
            self._lines_of = ("", [], 0)
            self._publish(Heard(word, {}, f'{{"items":[{",".join(items)}]}}'), now)

    def _publish(self, heard: Heard, now: float) -> None:
        seq = self._counter.next()
        frame = event(self.topic, seq, heard.word, heard.data)
        self._kept.append(Kept(seq, now, heard.word, heard.of, frame))
        self.bytes += frame.size
        while len(self._kept) > MOST_KEPT or (self.bytes > KEPT_BYTES and len(self._kept) > 1):
            self.shed()
        replacing = heard.word in REPLACING
        for line, allows in tuple(self.lines.items()):
            if allows is None or allows(heard.of):
                if replacing:
                    line.replace(self.topic, frame)
                else:
                    line.send(frame)
