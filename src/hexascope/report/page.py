"""A page: everything that a person is shown of an examination, in one language, inert."""

from dataclasses import dataclass

from hexascope.report.investigation import ChangeShown, ProbeShown, StoryShown
from hexascope.report.spoken import SpokenShown
from hexascope.words import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One piece of evidence as it is shown, with the points of its sparkline."""

    key: str
    shown: str
    value: float | None
    source: str
    window: str
    meaning: str
    series: tuple[tuple[float, float], ...]
    threshold: float | None
    threshold_shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One finding as it is shown."""

    id: str
    place: int
    check: str
    severity: str
    severity_word: str
    resource: str
    aspect: str
    title: str
    description: str
    culprit: str
    identity: str
    victims: tuple[str, ...]
    advice: str
    proofs: tuple[Proof, ...]
    confidence: int
    past: bool
    explains: tuple[str, ...]
    explained_by: tuple[str, ...]
    changed: str = ""
    known: tuple[str, ...] = ()
    usual: str = ""
    disputed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the plan as it is shown; commands are quoted for a shell to read."""

    priority: int
    title: str
    about: str
    risk: str
    risk_text: str
    contested: bool
    look: tuple[tuple[str, str], ...]
    change: tuple[tuple[str, str], ...]
    undo: tuple[tuple[str, str], ...]
    verify: tuple[tuple[str, str], ...]
    expects: tuple[str, ...]
    returns: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """One cell of the USE matrix: how it stands and what is shown in it."""

    component: str
    aspect: str
    state: str  # ok, low, medium, high, critical, unknown
    state_word: str
    shown: str
    reason: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voiced:
    """One opinion as it is shown."""

    specialist: str
    agrees: bool
    item: str
    advice: str
    confidence: int
    voice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything that a person is shown of an examination, in one language, inert."""

    language: Language
    title: str
    host: str
    host_facts: tuple[tuple[str, str], ...]
    time: str
    id: str
    version: str
    window: str
    looks: int
    score: int | None
    measured: str
    lost: tuple[tuple[str, int, str], ...]
    headline: str
    summary: tuple[str, ...]
    next_steps: tuple[str, ...]
    points: tuple[Point, ...]
    notes: tuple[Point, ...]
    steps: tuple[Step, ...]
    matrix: tuple[tuple[str, tuple[Square, ...]], ...]
    beside: tuple[Square, ...]
    unseen: tuple[tuple[str, str], ...]
    opinions: tuple[Voiced, ...]
    dissent: tuple[str, ...]
    rulings: tuple[str, ...]
    start: str
    course: tuple[str, ...]
    agreement: str
    quality: str
    legacy: str
    absent: tuple[tuple[str, str], ...]
    cost: tuple[tuple[str, str], ...]
    collectors: tuple[tuple[str, str], ...]
    story: StoryShown | None
    timeline: tuple[ChangeShown, ...]
    probes: tuple[ProbeShown, ...]
    probes_cost: str
    spoken: SpokenShown | None
    own: tuple[str, ...] = ()  # what users' own specialists said, beyond their dissent
