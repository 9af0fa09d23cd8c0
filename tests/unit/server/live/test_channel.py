"""What a topic keeps and sends, by a clock of the test's own."""

import json

from hexascope.server.live.channel import (
    BETWEEN_SAMPLES_S,
    KEPT_BYTES,
    KEPT_S,
    MOST_KEPT,
    Channel,
    Counter,
    Heard,
)
from hexascope.server.live.closing import TOO_SLOW, Closing
from hexascope.server.live.frames import Frame
from hexascope.server.live.line import MOST_WAITING, MUCH_WAITING, Line


class Client:
    """An outlet that takes nothing while it is slow."""

    def __init__(self) -> None:
        self.taken: list[Frame] = []
        self.waiting: list[Frame] = []
        self.closed: Closing | None = None
        self.slow = False

    @property
    def waiting_bytes(self) -> int:
        return sum(one.size for one in self.waiting)

    def write(self, frame: Frame) -> None:
        (self.waiting if self.slow else self.taken).append(frame)

    def drop(self, closing: Closing) -> None:
        self.closed = closing

    async def end(self) -> None:
        pass

    def quicken(self) -> None:
        self.slow = False
        self.taken += self.waiting
        self.waiting.clear()

    def heard(self) -> list[object]:
        return [json.loads(one.text)["data"] for one in self.taken]


class Joined:
    """One channel with one client."""

    def __init__(self) -> None:
        self.counter = Counter()
        self.channel = Channel("host.1", self.counter, 0.0)
        self.client = Client()
        self.behind: set[Line] = set()
        self.line = Line(self.client, self.behind, lambda: None)
        self.channel.lines[self.line] = None

    def hear(self, word: str, data: object, at: float) -> None:
        self.channel.hear(Heard(word, {}, json.dumps(data)), at)


def test_of_samples_at_most_one_a_second_goes_out_and_it_is_the_newest() -> None:
    joined = Joined()
    for tenth in range(25):
        joined.hear("sample", tenth, tenth / 10)
        joined.channel.tick(tenth / 10)

    assert joined.client.heard() == [0, 10, 20]


def test_the_last_sample_goes_out_by_a_tick() -> None:
    joined = Joined()
    joined.hear("sample", 1, 0.0)
    joined.hear("sample", 2, 0.1)
    joined.hear("sample", 3, 0.2)
    joined.channel.tick(BETWEEN_SAMPLES_S - 0.01)
    before = joined.client.heard()
    joined.channel.tick(BETWEEN_SAMPLES_S)

    assert (before, joined.client.heard()) == ([1], [1, 3])


def test_a_slow_client_gets_the_newest_sample_alone_once_it_has_caught_up() -> None:
    joined = Joined()
    joined.client.slow = True
    joined.hear("state", "x" * MUCH_WAITING, 0.0)
    for second in range(1, 100):
        joined.hear("sample", second, float(second))
    waiting = joined.client.waiting_bytes
    joined.line.catch_up()
    still = joined.client.waiting_bytes
    joined.client.quicken()
    joined.line.catch_up()

    assert waiting == still < MUCH_WAITING + 200
    assert joined.client.heard()[1:] == [99]
    assert not joined.behind


def test_a_client_for_whom_too_much_waits_is_dropped_and_others_are_not() -> None:
    joined = Joined()
    other = Client()
    joined.channel.lines[Line(other, joined.behind, lambda: None)] = None
    joined.client.slow = True
    sent = 0
    while joined.client.closed is None:
        joined.hear("state", "x" * 100_000, 0.0)
        sent += 1

    assert joined.client.closed == TOO_SLOW
    assert MOST_WAITING - 200_000 < joined.client.waiting_bytes <= MOST_WAITING
    assert (len(other.taken), other.closed) == (sent, None)


def test_nothing_goes_to_who_was_dropped() -> None:
    joined = Joined()
    joined.line.drop(TOO_SLOW)
    joined.hear("state", 1, 0.0)
    joined.hear("sample", 1, 0.0)

    assert joined.client.taken == []


def test_so_many_events_are_kept_and_no_more() -> None:
    joined = Joined()
    for number in range(MOST_KEPT + 1):
        joined.hear("state", number, 0.0)

    assert len(list(joined.channel.since(0))) == MOST_KEPT
    assert not joined.channel.has_all_since(0)
    assert joined.channel.has_all_since(1)


def test_so_many_bytes_are_kept_and_no_more() -> None:
    joined = Joined()
    for _ in range(10):
        joined.hear("state", "x" * (KEPT_BYTES // 4), 0.0)

    assert 0 < joined.channel.bytes <= KEPT_BYTES
    assert joined.channel.bytes == sum(one.frame.size for one in joined.channel.since(0))


def test_what_is_older_than_a_minute_is_let_go_of() -> None:
    joined = Joined()
    joined.hear("state", 1, 0.0)
    joined.channel.tick(KEPT_S)
    kept = joined.channel.has_all_since(0)
    joined.channel.tick(KEPT_S + 0.01)

    assert (kept, joined.channel.has_all_since(0), joined.channel.bytes) == (True, False, 0)


def test_who_comes_back_gets_the_last_sample_alone() -> None:
    joined = Joined()
    for second in range(5):
        joined.hear("sample", second, float(second))
        joined.hear("state", -second, float(second))

    found = [json.loads(one.frame.text)["data"] for one in joined.channel.since(0)]

    assert found == [0, -1, -2, -3, 4, -4]


def test_after_a_gap_nobody_resumes_from_before_it() -> None:
    joined = Joined()
    joined.hear("state", 1, 0.0)
    before = joined.counter.value
    joined.channel.gap()

    assert not joined.channel.has_all_since(before)
    assert joined.channel.has_all_since(joined.counter.value)


def test_different_kinds_of_lines_are_not_mixed() -> None:
    joined = Joined()
    for word, data in (("log", 1), ("log", 2), ("piece", 3), ("log", 4)):
        joined.hear(word, data, 0.0)
    joined.channel.tick(0.0)

    assert joined.client.heard() == [{"items": [1, 2]}, {"items": [3]}, {"items": [4]}]


def test_many_lines_do_not_wait_for_each_other_beyond_a_limit() -> None:
    joined = Joined()
    for _ in range(100):
        joined.hear("log", "x" * 10_000, 0.0)

    assert len(joined.client.taken) >= 10
    assert max(one.size for one in joined.client.taken) < 100_000
