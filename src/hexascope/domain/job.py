"""A job: a piece of work that is kept until it has ended, whoever dies meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

LARGEST_PAYLOAD = 256 * 1024
"""Bytes of a job's payload as JSON."""

LARGEST_RESULT = 2 * 2**20
"""Bytes of a job's result as JSON; what is larger lies beside it, as a kept examination does."""

MOST_ATTEMPTS = 5
LEASE_S = 30.0
"""How long a worker may be silent before its job is given to another."""


class JobState(StrEnum):
    """Where a job stands; the last three are ends."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    """It ended with an error that another try would not mend, or after too many: a dead letter."""
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Tell whether it will not change any more."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job; times are seconds since 1970, 0 where not yet.

    `fence` rises with each time that the job is taken: who writes with a lower one is refused.
    `by` names who asked for it, `worker` who has it, `reason` why it failed or was cancelled,
    `progress` is 0 to 1 with a `step` in words.
    """

    id: str
    tenant: str
    kind: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    state: JobState = JobState.WAITING
    priority: int = 0
    by: str = ""
    host: str = ""
    created: float = 0.0
    due: float = 0.0
    started: float = 0.0
    ended: float = 0.0
    lease_until: float = 0.0
    fence: int = 0
    attempts: int = 0
    most_attempts: int = MOST_ATTEMPTS
    worker: str = ""
    cancelling: bool = False
    progress: float = 0.0
    step: str = ""
    result: Mapping[str, Any] | None = None
    reason: str = ""
    schedule: str = ""
