"""A conversation with the panel about one examination: questions, and answers with their proof."""

from dataclasses import dataclass

from hexascope.domain.panel import Struck

MOST_TURNS = 200
"""Turns that one conversation may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A piece of evidence that an answer rests on, as it is shown below it."""

    key: str
    value: float | str
    unit: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One published sentence: `ruling` is proven, hypothesis, estimate or no_claim."""

    words: str
    ruling: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What one specialist answered: published sentences, their proofs, and what was struck.

    `voice` is `rules` or the model's name; `absent` says why a model gave no answer that counts.
    """

    role: str
    voice: str
    sentences: tuple[Sentence, ...] = ()
    proofs: tuple[Proof, ...] = ()
    struck: tuple[Struck, ...] = ()
    absent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One question with its answers, and what they took; `dollars` None: no price is known.

    `notes` say what the answers could not rest on.
    """

    time: str
    question: str
    replies: tuple[Reply, ...]
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    calls: int = 0
    tokens: int = 0
    dollars: float | None = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """All turns of one conversation, the oldest first."""

    id: str
    examination: str
    turns: tuple[Turn, ...] = ()
