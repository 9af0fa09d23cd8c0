"""The record of a panel: who was asked, what came back, what was struck, and what it cost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hexascope.domain.errand import Computed, Errand

EVENTS = "hexascope.panel/1"
"""The shape of a record's events; it changes only with this name."""

LONGEST_SENT = 32_768
"""Letters that are kept of what one call sent behind the text that all share."""

MOST_SENT = 100
"""Calls of one panel of which is kept what they sent: a panel has two dozen at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """What is not published, word by word, with the reason; it stays in the record."""

    role: str
    words: str
    ruling: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One specialist's call: which model, how long, how much, how it ended.

    `error` is empty where there was a usable answer, `failure` its kind in a word; `dollars` is
    None where no price is known. `cached_age_s` says how old an answer from the cache is, None
    where the model was asked.
    """

    role: str
    model: str
    began_s: float
    seconds: float
    first_token_s: float
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    dollars: float | None
    size_bytes: int
    rung: str
    tries: int
    error: str = ""
    failure: str = ""
    cached_age_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What one call sent behind the text that all share: `words`, as they left.

    `at_s` is when, seconds since the panel began; `what` is the first field of the answer's form.
    `again` says that the text that all share was `sent_again`. `size_bytes` and `sha256` are those
    of that text followed by the words, whole; of the words at most LONGEST_SENT letters are kept.
    """

    role: str
    at_s: float
    what: str
    words: str
    again: bool
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What one specialist asked another, and the answer ('' where none was given or proven)."""

    by: str
    to: str
    words: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One vote in a round of discussion on a contested item."""

    round: int
    role: str
    item: str
    stance: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What a devil's advocate found against the leading cause; no words: it found nothing."""

    role: str
    item: str
    words: str
    because: tuple[str, ...] = ()


class EventKind(StrEnum):
    """What can happen at a panel."""

    ASKED = "asked"
    FIRST_WORD = "first_word"
    ANSWERED = "answered"
    FAILED = "failed"
    OPINION = "opinion"
    STRUCK = "struck"
    QUESTION = "question"
    REPLY = "reply"
    PROBE = "probe"
    ERRAND = "errand"  # a probe or a program that was asked for: run, or not and why
    DOUBT = "doubt"  # the devil's advocate: evidence against the leading cause, or none found
    VOTE = "vote"
    RULED = "ruled"
    SETTLED = "settled"
    WORDED = "worded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, `at_s` seconds after the panel began.

    `who` did it, to `whom` where somebody was spoken to, about `item` (the id of a finding, or of
    what was thought of beyond findings). `words` were said and `reason` given; `evidence` are the
    keys they rest on. `facts` holds what belongs to a kind alone: docs/explain/panel-record.md.
    """

    at_s: float
    kind: EventKind
    who: str
    whom: str = ""
    item: str = ""
    words: str = ""
    reason: str = ""
    evidence: tuple[str, ...] = ()
    facts: Mapping[str, str | float | bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelRecord:
    """What happened at one panel: times in seconds since it began.

    `sent` is the text that all models were shown, word by word, `sent_again` what they were shown
    once errands had brought more. `events` tells all of it in the order of time; `schema` names
    their shape. `late` are those who came when the coordinator had begun; `mode` is `full` or
    `solo`; `left_out` pieces of evidence and `causes_left_out` did not fit the window of the
    models' context. `errands` are the probes that were asked for, `computed` the programs, with
    what came of each. `orders` are texts of the host that read like orders to a model ('' before
    them), and which specialist's answer repeats one; nothing was done by any of them.
    `told` is what each call sent behind `sent`, in the order of time; `veiled` says whether
    addresses, users' names and secrets were hidden in it, None where an earlier version kept it.
    """

    seconds: float
    calls: tuple[Call, ...]
    struck: tuple[Struck, ...] = ()
    questions: tuple[Question, ...] = ()
    votes: tuple[Vote, ...] = ()
    probes: tuple[tuple[str, str, str], ...] = ()  # who asks for which probe on whom
    left_out: int = 0
    sent: str = ""
    sent_again: str = ""
    doubts: tuple[Doubt, ...] = ()
    late: tuple[str, ...] = ()
    mode: str = "full"
    causes_left_out: int = 0
    errands: tuple[Errand, ...] = ()
    computed: tuple[Computed, ...] = ()
    orders: tuple[tuple[str, str], ...] = ()
    proposed: tuple[tuple[str, str], ...] = ()  # who, and what to remember of the host
    events: tuple[Event, ...] = ()
    told: tuple[Sent, ...] = ()
    veiled: bool | None = None
    schema: str = EVENTS

    @property
    def dollars(self) -> float | None:
        """Give what all calls cost; None where a price is not known."""
        known = [one.dollars for one in self.calls]
        return None if None in known else sum(one for one in known if one is not None)
