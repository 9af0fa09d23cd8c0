"""Conversations over TCP: who has said the last word, and how long ago."""

from typing import NamedTuple


class Talk(NamedTuple):
    """One established TCP connection whose two ages are known, in seconds.

    A server that has received later than it has sent owes an answer; a client that has sent later
    than it has received waits for one. Ages are those at the look; 4 to 10 ms are lost in the
    kernel's clock.
    """

    namespace: str
    local: str
    remote: str
    inode: int
    sent_ago_s: float
    received_ago_s: float

    @property
    def asks_us(self) -> bool:
        """Say whether the other side has spoken last: seen from a server, it waits for us."""
        return self.received_ago_s < self.sent_ago_s

    @property
    def waits(self) -> bool:
        """Say whether this side has spoken last: seen from a client, it waits for an answer."""
        return self.sent_ago_s < self.received_ago_s
