"""What lasts: examinations, memory, answers. Folders keep it, the server's database will too."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from hexascope.domain.learnt import Learnt
from hexascope.domain.memory import Conclusion, Fact, Interaction, Memory
from hexascope.domain.spending import Spent

if TYPE_CHECKING:  # read when somebody asks on
    from hexascope.domain.conversation import Conversation, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One kept examination: its ids, its time (RFC 3339), and what it came to in a line."""

    id: str
    host_id: str
    host_name: str
    time: str
    score: int | None
    findings: int
    worst: str
    headline: str
    size_bytes: int


class Archive(Protocol):
    """Keeps examinations: the report as JSON text, and the bundle it was made from.

    All methods raise CannotWrite or BadInput (no such examination; the message names near ones).
    """

    def keep(self, kept: Kept, report: str, bundle: Path | None) -> Kept:
        """Keep one examination: all of it or nothing; the oldest beyond the limits go."""

    def all(self, host_id: str = "") -> Iterator[Kept]:
        """Give what is kept, the newest first, of one host or of all."""

    def report(self, id: str) -> str:  # noqa: A002 - the word of the domain
        """Give one examination's report; an id may be cut to its first 8 characters or more."""

    def bundle(self, id: str) -> Path | None:  # noqa: A002 - as above
        """Give the path of its bundle, None where none was kept."""

    def forget(self, id: str) -> Kept:  # noqa: A002 - as above
        """Remove one examination, and give what it was."""


class Memories(Protocol):
    """Keeps what is remembered of hosts: facts, conclusions, values of earlier examinations.

    What is damaged reads as nothing and is put aside before it would be written over. Methods that
    change raise CannotWrite; those that take an id of a fact BadInput, with the known ones.
    """

    def hosts(self) -> tuple[str, ...]:
        """Give the ids of the hosts of which anything is kept."""

    def memory(self, host_id: str) -> Memory:
        """Give all that is remembered of a host; it writes nothing."""

    def interactions(self, host_id: str) -> tuple[Interaction, ...]:
        """Give what the kept panels came to, the oldest first; it writes nothing."""

    def refresh(self, host_id: str) -> None:
        """Take in what was kept since, leave out what is no longer kept, mend what is damaged."""

    def state(self, host_id: str, fact: Fact) -> None:
        """Keep a fact; one with the same id gives way. BadInput where there are too many."""

    def conclude(self, host_id: str, conclusions: Iterable[Conclusion]) -> None:
        """Keep what specialists concluded; of each specialist the latest few stay."""

    def forget_fact(self, host_id: str, id: str) -> Fact:  # noqa: A002 - the word of the domain
        """Remove a fact, and give what it was."""

    def forget_conclusions(self, host_id: str, role: str = "") -> int:
        """Remove what one specialist, or all, concluded; give how many entries that were."""

    def forget_examination(self, host_id: str, id: str) -> None:  # noqa: A002 - as above
        """Remove all that was remembered of one examination: values, conclusions, proposals."""

    def forget_host(self, host_id: str) -> None:
        """Remove all that is remembered of a host; its kept examinations stay."""


class CachedAnswer(NamedTuple):
    """What was kept under a key, and how long ago in seconds."""

    value: str
    age_s: float


class Answers(Protocol):
    """A cache of texts by key: bounded in number and bytes, the oldest go first.

    It never fails: what can't be read is not there, what can't be written is not kept. Times are
    seconds since 1970, given by who asks.
    """

    def get(self, key: str, *, now: float, most_age_s: float) -> CachedAnswer | None:
        """Give what is kept under a key, unless it is older than that or from the future."""

    def put(self, key: str, value: str, *, now: float) -> None:
        """Keep a text under a key of hex digits."""

    def forget(self, key: str) -> None:
        """Remove what is kept under a key."""

    def clear(self) -> int:
        """Remove all, and give how many it were."""


class Conversations(Protocol):
    """Keeps conversations with the panel, each about one kept examination; they go with it."""

    def all(self, examination: str) -> "Iterator[Conversation]":
        """Give the conversations about an examination, the newest first."""

    def add(self, examination: str, id: str, turn: "Turn") -> None:  # noqa: A002 - as above
        """Add a turn to a conversation, which begins with its first.

        BadInput where it is full or the examination is not kept; CannotWrite where it can't be.
        """


class Learning(Protocol):
    """Keeps what was learnt of models' servers, so that the next run does not ask for it again.

    Times are seconds since 1970. What is damaged, or older than a month, reads as nothing.
    """

    def known(self, *, now: float) -> dict[str, Learnt]:
        """Give what is known, by the model and its address; it writes nothing."""

    def keep(self, learnt: Mapping[str, Learnt], *, now: float) -> None:
        """Keep what is new among it; CannotWrite."""


class Spending(Protocol):
    """Keeps what models took on each day, by all processes together."""

    def add(self, spent: Spent) -> Spent:
        """Add to a day, and give the whole of that day over all models; CannotWrite."""

    def day(self, day: str) -> Spent:
        """Give the whole of a day over all models; it writes nothing."""

    def all(self) -> tuple[Spent, ...]:
        """Give each day's models, the newest day first, the dearest model first."""
