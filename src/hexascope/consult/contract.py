"""What a specialist is, what a voice is, and what the panel's three kinds of answer are."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from hexascope.domain.case import Case
from hexascope.domain.errand import Computed, Errand
from hexascope.domain.opinion import Opinion
from hexascope.domain.panel import PanelRecord
from hexascope.domain.probe import ProbeResult
from hexascope.domain.text import Text
from hexascope.domain.use import Aspect, Resource
from hexascope.domain.verdict import Item, Recommendation


class VoiceError(Exception):
    """A voice could not speak for a specialist; the reason is shown beside the specialist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of expertise: resources and aspects that a specialist knows better than others."""

    resources: frozenset[Resource]
    aspects: frozenset[Aspect]

    def holds(self, resource: Resource, aspect: Aspect) -> bool:
        """Say whether a finding of this resource and aspect lies in the field."""
        return resource in self.resources and aspect in self.aspects


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A verdict in words: one sentence, a summary for who decides, and the next steps."""

    headline: Text
    summary: tuple[Text, ...]
    next_steps: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What the coordinator made of the opinions: items in the order they should be spoken of.

    `start` is the item to begin with, where a model has said so.
    """

    items: tuple[Item, ...]
    agreement: float | None
    legacy_consensus_score: float
    start: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What the coordinator says of one item, and the cited evidence that it rests on."""

    item: str
    words: Text
    because: tuple[str, ...]
    disputed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """What the coordinator's model adds to what code has settled; it moves no figure.

    `order` names items, the first to be spoken of first; it holds among equally grave ones only.
    """

    order: tuple[str, ...] = ()
    start: str = ""
    rulings: tuple[Ruling, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The course of a panel: what it may do beyond hearing everybody and settling.

    With `settle_early` it is settled on three answers while the fourth still speaks. With `solo`
    one model judges for all analysts in one call. Without rounds analysts don't talk to each other.
    """

    settle_early: bool = False
    max_rounds: int = 2
    solo: bool = False


Prices = Mapping[str, float]
"""US dollars an hour for an instance type: the user's own before the dated table."""

Speak = Callable[[Case, Prices], Iterator[Opinion]]
Settle = Callable[[Case, Sequence[Opinion]], Settled]
Word = Callable[[Case, Settled, Sequence[Recommendation]], Wording]


@dataclass(frozen=True, slots=True, kw_only=True)
class Specialist:
    """One point of view. Analysts have `rules`, the coordinator `settle`, the reporter `word`.

    `role` is its name: one of `Role`, or the name of a user's own specialist. `mandate` is what a
    model is told; the rules keep to it as well.
    """

    role: str
    mandate: str
    rules: Speak | None = None
    settle: Settle | None = None
    word: Word | None = None


class Voice(Protocol):
    """How specialists speak of a case: by rules or by models; VoiceError says why one can't."""

    async def speak(self, specialist: Specialist, case: Case, prices: Prices) -> Sequence[Opinion]:
        """Give an analyst's opinions on a case; none is a valid answer."""

    async def reply(self, specialist: Specialist, case: Case, by: str, question: str) -> str:
        """Answer what a colleague asks; '' where there is nothing to say that is proven."""

    async def vote(
        self, specialist: Specialist, case: Case, contested: Sequence[Item]
    ) -> Sequence[Opinion]:
        """Vote on items that are contested, having seen what the others said of them."""

    async def doubt(self, specialist: Specialist, case: Case, leading: Item) -> Sequence[Opinion]:
        """Look for evidence against the leading cause, as its advocate; none is a valid answer."""

    async def settle(self, specialist: Specialist, case: Case, settled: Settled) -> Guidance:
        """Give what the coordinator adds to what its rules have settled."""

    async def word(
        self, specialist: Specialist, case: Case, settled: Settled, by_rules: Wording
    ) -> Wording:
        """Give the report generator's words; those of its rules are given, and are the least."""

    def questions(self) -> Sequence[tuple[str, str, str]]:
        """Give what analysts asked each other: who, whom, what."""

    def in_time(self, turns: int = 1) -> bool:
        """Say whether there is time for so many turns of discussion more: it is dropped first."""

    def record(self) -> PanelRecord | None:
        """Give what was asked and answered; None where nobody was asked."""


class Voices(Protocol):
    """Opens a voice for one case, and closes what it holds when the case is settled."""

    @property
    def by_model(self) -> bool:
        """Say whether it is by models, whose answers have tiers of quality."""

    @property
    def time_s(self) -> float:
        """Give how long all of it may take, in seconds."""

    @property
    def course(self) -> Course:
        """Give the course that a panel by these voices takes."""

    def open(self, case: Case) -> AbstractAsyncContextManager[Voice]:
        """Give the voice of a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """How one specialist's turn ended: what it said, or why it is `absent` ('' where it spoke)."""

    name: str
    said: Sequence[Opinion] = ()
    absent: str = ""


Turn = Callable[[str], Awaitable[Sequence[Opinion]]]
"""Lets the specialist of this name speak; raises VoiceError where it can't."""


class Engine(Protocol):
    """How specialists are brought to speak; what is made of their words is the same for all.

    Both give each turn as it ends. Who leaves the iteration early, and closes it, cancels the turns
    that are under way, and with them their connections. No turn's failure costs another's words.
    """

    def at_once(
        self, names: Sequence[str], turn: Turn, *, patience_seconds: float
    ) -> AsyncIterator[Turned]:
        """Let all speak at once, each for so long at most; the first to end comes first."""

    def in_order(self, names: Sequence[str], turn: Turn) -> AsyncIterator[Turned]:
        """Give the turns of one round of discussion in this order.

        Nobody hears in a round what others say in it, so an engine may let them speak at once.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A probe that an analyst asks for by name, on whom, and for which finding.

    `rank` is the place of the hypothesis it would decide, 1 for the first.
    """

    role: str
    probe: str
    subject: str
    finding: str
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A Python program that an analyst asks to have run over a copy of the evidence.

    `given` is that copy as JSON, veiled as the analyst was shown it; `names` gives for each key in
    it the true one.
    """

    role: str
    purpose: str
    source: str
    given: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """A case judged again with what probes measured; `refused` says why some did not run.

    `told` is what went wrong with all of them after they ran: they could not be kept.
    """

    case: Case
    results: tuple[ProbeResult, ...] = ()
    refused: Mapping[tuple[str, str], str] = field(default_factory=dict)
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a program ended: what it wrote, in a sandbox of which level, in how many seconds.

    `reason` says why it did not run (then `exit` is None) or why it was ended.
    """

    output: str = ""
    level: int | None = None
    seconds: float = 0.0
    exit: int | None = None
    reason: str = ""


class Errands(Protocol):
    """What a panel may have done before it judges finally; it refuses what can't be done here."""

    @property
    def most_probes(self) -> int:
        """Give how many probes one panel may have run; 0: none."""

    def offers(self, case: Case) -> Mapping[str, Sequence[str]]:
        """Give for each probe that may be asked for the names of whom it could be run on."""

    async def probe(
        self, case: Case, wanted: Sequence[tuple[str, str]], *, seconds: float
    ) -> Probed:
        """Run probes (name, on whom) of those that the case offers, and judge the case again."""

    async def compute(self, source: str, given: str, *, seconds: float) -> Ran:
        """Run a program in a sandbox over a copy of the evidence."""


@runtime_checkable
class Asking(Protocol):
    """A voice whose analysts may ask for errands."""

    def wishes(self) -> Sequence[Wish]:
        """Give the probes that analysts asked for."""

    def programs(self) -> Sequence[Program]:
        """Give the programs that analysts asked to have run."""

    def left_s(self) -> float:
        """Give the seconds that are left of the panel's time."""

    def learn(self, case: Case, errands: Sequence[Errand], computed: Sequence[Computed]) -> None:
        """Take what came of errands into the record, and speak of this case from now on."""
