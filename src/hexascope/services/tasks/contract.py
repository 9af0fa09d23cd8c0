"""What a task is, where it stands, and what was put together for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hexascope.domain.use import Resource
from hexascope.words import Language

MOST_NAMED = 6
"""Specialists that one task may name."""

LONGEST_WORDS = 2_000


class State(StrEnum):
    """Where a task stands; the last two are ends."""

    IDLE = "idle"
    """It is kept, and waits for a worker."""
    BUILDING = "building"
    """Specialists and evidence that it needs are put together."""
    EXECUTING = "executing"
    """A host is examined, or a kept examination taken, and the panel is asked."""
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedTask:
    """What somebody asks for.

    `specialists` are names; `definitions` are texts of specialists for this task alone, by name, as
    `consult.own` reads them. `examination` is a kept one to be used, else a host is examined anew,
    and kept under `new_examination`. `time` (RFC 3339) is when it was asked.
    """

    words: str
    time: str
    new_examination: str
    examination: str = ""
    specialists: tuple[str, ...] = ()
    definitions: tuple[tuple[str, str], ...] = ()
    window_s: float | None = None
    deep: bool = False
    model: str = ""
    language: Language = Language.ENGLISH

    @property
    def more(self) -> Mapping[str, str]:
        """Give the texts of specialists by name."""
        return dict(self.definitions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What building has put together: who is asked, about which resources, on which evidence.

    `because` says of each specialist why it was chosen.
    """

    specialists: tuple[str, ...]
    resources: tuple[Resource, ...]
    evidence: tuple[str, ...]
    because: tuple[tuple[str, str], ...]
    examines: bool
    voice: str
