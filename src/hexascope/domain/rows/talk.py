"""Conversations over TCP: who has said the last word, and how long ago."""

from typing import NamedTuple


class Talk(NamedTuple):
    """One established TCP connection whose two ages are known, in seconds.

    A server that has received later than it has sent owes an answer; a client that has sent later
    than it has received waits for one. Ages are those at the look, in the steps of the kernel's
    clock, 1 to 10 ms. `sent` and `received` are how many segments with data went either way,
    `unread` the bytes that have come and that its program has not read.
    """

    namespace: str
    local: str
    remote: str
    inode: int
    sent_ago_s: float
    received_ago_s: float
    sent: int = 0
    received: int = 0
    unread: int = 0

    def is_asked(self, *, greets: bool = False) -> bool:
        """Say whether the other side, which is the client, waits for our answer.

        `greets` says that the server speaks first, as MySQL does.
        """
        if self.sent_ago_s == self.received_ago_s:
            return _is_open(self.received, self.sent - greets)
        return self.received_ago_s < self.sent_ago_s

    def is_waiting(self, *, greets: bool = False) -> bool:
        """Say whether this side, which is the client, waits for an answer; `greets` as above."""
        if self.sent_ago_s == self.received_ago_s:
            return _is_open(self.sent, self.received - greets)
        return self.sent_ago_s < self.received_ago_s


def _is_open(questions: int, answers: int) -> bool:
    """Say whether the last question has no answer, by their number alone.

    An answer and the next question within one step of the clock can't be told apart by time. Where
    all questions take one segment and all answers equally many, their number tells; where not,
    nothing is known, and it counts as answered.
    """
    if questions <= 0 or answers <= 0:
        return questions > 0
    if answers % questions == 0:
        return False
    return questions > 1 and answers % (questions - 1) == 0
