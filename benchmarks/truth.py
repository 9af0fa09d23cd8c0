"""What is true of a made fault: which resource, which aspect, who did it and who did not."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from benchmarks.report import Entity, Finding

# A setting or the host as a whole is nobody: naming it is vague, not wrong.
_NOBODY_KINDS = frozenset({"", "host", "sysctl", "limit"})
_PORT_KINDS = frozenset({"port", "socket", "remote_address"})


class Role(StrEnum):
    """The part that a finding's culprit really played."""

    CULPRIT = "culprit"
    VICTIM = "victim"
    BYSTANDER = "bystander"
    NOISE = "noise"
    NOBODY = "nobody"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Names under which the same somebody may be known: any of them will do."""

    pids: frozenset[int] = frozenset()
    texts: frozenset[str] = frozenset()
    ports: frozenset[int] = frozenset()

    def has_pid(self, entity: Entity) -> bool:
        """Whether the entity is one of these processes."""
        return entity.pid in self.pids

    def has_name(self, entity: Entity) -> bool:
        """Whether one of the names stands in what the entity says, as a whole word."""
        marks = list(self.texts)
        if entity.kind in _PORT_KINDS:
            marks += [str(port) for port in self.ports]
        return any(_says(text, mark) for text in entity.texts for mark in marks)


NO_ONE = Who()


def who(*, pids: Iterable[int] = (), texts: Iterable[str] = (), ports: Iterable[int] = ()) -> Who:
    """Somebody known by these pids, names and ports."""
    return Who(pids=frozenset(pids), texts=frozenset(texts), ports=frozenset(ports))


def together(*several: Who) -> Who:
    """All of them as one."""
    return who(
        pids=[pid for one in several for pid in one.pids],
        texts=[text for one in several for text in one.texts],
        ports=[port for one in several for port in one.ports],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The right answer. `signal` are patterns over evidence keys, titles and descriptions.

    Of a fault that was over before the look (`past`) a finding is right only if it says so.
    """

    resources: tuple[str, ...]
    aspects: tuple[str, ...]
    culprit: Who
    signal: tuple[str, ...]
    victims: Who = NO_ONE
    bystanders: Who = NO_ONE
    noise_is_right: bool = False
    past: bool = False

    def names_signal(self, finding: Finding) -> bool:
        """Whether the finding says what the kernel showed."""
        told = [finding.title, finding.description, *finding.evidence]
        return any(re.search(word, text, re.IGNORECASE) for word in self.signal for text in told)


def role_of(entity: Entity | None, truth: Truth | None, noise: Who) -> Role:
    """The part this entity played: by its pid first, since names may be shared."""
    if entity is None:
        return Role.NOBODY
    culprit, victims, bystanders = (
        (truth.culprit, truth.victims, truth.bystanders) if truth else (NO_ONE, NO_ONE, NO_ONE)
    )
    loop = Role.CULPRIT if truth is not None and truth.noise_is_right else Role.NOISE
    parts = (
        (culprit, Role.CULPRIT),
        (victims, Role.VICTIM),
        (bystanders, Role.BYSTANDER),
        (noise, loop),
    )
    for matches in (Who.has_pid, Who.has_name):
        for somebody, role in parts:
            if matches(somebody, entity):
                return role
    return Role.NOBODY if entity.kind in _NOBODY_KINDS else Role.STRANGER


def _says(text: str, mark: str) -> bool:
    return re.search(rf"(?<![\w]){re.escape(mark)}(?![\w])", text) is not None
