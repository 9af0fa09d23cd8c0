"""Errands: what a panel by models had done before it judged finally, and what came of it."""

from dataclasses import dataclass

COMPUTED = "computed.value"
"""The family of what models' programs computed: not measured, and marked wherever it is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A probe that specialists asked for: whom for, what it cost and gave, or why it did not run.

    `gave` names the evidence that it measured; `reason` is empty where it ran to its end.
    """

    probe: str
    subject: str
    asked_by: tuple[str, ...]
    ran: bool = False
    reason: str = ""
    seconds: float = 0.0
    cpu_s: float = 0.0
    gave: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """A program that a specialist asked to have run over a copy of the evidence.

    `sha256` is that of `source`; `level` is the sandbox's, None where there was none, and `exit`
    None where it did not run or did not end. `gave` names what it computed, `refused` what of its
    output was not taken; `reason` says why it did not run or why nothing of it was taken.
    """

    asked_by: str
    purpose: str
    source: str
    sha256: str
    level: int | None = None
    seconds: float = 0.0
    exit: int | None = None
    gave: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ComputedFrom:
    """A row of a case: which evidence a computed value says that it rests on."""

    key: str
    of: tuple[str, ...]
