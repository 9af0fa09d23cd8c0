"""What is said of jobs to those who listen now; the store has the truth."""

from collections.abc import Mapping
from typing import Any

from hexascope.bus.contract import Bus
from hexascope.domain.errors import CannotReach
from hexascope.domain.job import Job

CANCEL = "cancel"


def topic_of(tenant: str, job: str) -> str:
    """Give the topic of a job."""
    return f"{tenant}.job.{job}"


def cancel_topic(tenant: str, job: str) -> str:
    """Give the topic by which workers are told to cancel a job."""
    return f"{tenant}.{CANCEL}.{job}"


def state_told(job: Job) -> dict[str, Any]:
    """Say where a job stands."""
    return {
        "event": "state",
        "of": of(job),
        "id": job.id,
        "kind": job.kind,
        "state": str(job.state),
        "progress": job.progress,
        "step": job.step,
        "attempts": job.attempts,
        "cancelling": job.cancelling,
        "reason": job.reason,
    }


def of(job: Job) -> dict[str, str]:
    """Give what selectors of permissions choose a job's events by: its host's id, if it has one."""
    return {"id": job.host} if job.host else {}


async def say(bus: Bus, topic: str, message: Mapping[str, Any]) -> None:
    """Say it, and pass over a bus that is away: what was said is also in the store."""
    try:
        await bus.say(topic, message)
    except CannotReach:
        return
