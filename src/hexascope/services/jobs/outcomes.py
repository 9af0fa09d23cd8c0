"""What becomes of a job by how its handler ended."""

import json
from collections.abc import Mapping
from typing import Any

from hexascope.domain.errors import BadInput
from hexascope.domain.job import LARGEST_RESULT, Job, JobState
from hexascope.kit.backoff import wait_before
from hexascope.kit.visible import cut, visible
from hexascope.store.database.work.job_taking import LONGEST_WAIT_S
from hexascope.store.database.work.job_turns import Ending

SLOWER = 8.0
"""A failed job waits so many times longer than a failed request does: 2, 4, 8 … 60 s."""

LONGEST_REASON = 1000


class NoResult(BadInput):
    """What a handler gave can't be kept: another try would give the same."""


def done(job: Job, result: object) -> Ending:
    """End a job with its result; FAILED where that is none."""
    try:
        return Ending(job=job, state=JobState.DONE, result=result_words(result))
    except NoResult as error:
        return Ending(job=job, state=JobState.FAILED, reason=str(error))


def raised(job: Job, error: BaseException, now: float, jitter: float) -> Ending:
    """End a job whose handler raised: for good where that would not be mended by another try."""
    if isinstance(error, BadInput):
        return Ending(job=job, state=JobState.FAILED, reason=_shown(str(error)))
    return again(job, f"{type(error).__name__}: {error}", now, jitter)


def again(job: Job, reason: str, now: float, jitter: float) -> Ending:
    """Have a job tried again after a while; a dead letter after its last try."""
    if job.attempts >= job.most_attempts:
        given_up = f"given up after {job.attempts} tries: {reason}"
        return Ending(job=job, state=JobState.FAILED, reason=_shown(given_up))
    wait = SLOWER * wait_before(job.attempts, jitter=jitter, longest_s=LONGEST_WAIT_S / SLOWER)
    return Ending(job=job, state=JobState.WAITING, reason=_shown(reason), due=now + wait)


def result_words(result: object) -> str:
    """Write a result as JSON; NoResult where it is none, or too large."""
    if not isinstance(result, Mapping):
        raise NoResult(f"the handler gave no result by name, but {type(result).__name__}")
    if _larger_than(result, LARGEST_RESULT):
        raise NoResult(_too_large("more"))
    try:
        words = json.dumps(result, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise NoResult(_shown(f"the result can't be written as JSON: {error}")) from None
    if len(words) > LARGEST_RESULT:
        raise NoResult(_too_large(str(len(words))))
    return words


def _too_large(size: str) -> str:
    return (
        f"the result has {size} bytes, and at most {LARGEST_RESULT} are kept with a job: what is"
        " larger is to be kept beside it"
    )


def _larger_than(result: object, limit: int) -> bool:
    """Tell whether something is surely larger, without writing 100 MB to find out."""
    left: list[Any] = [result]
    size = 0
    while left and size <= limit:
        one = left.pop()
        if isinstance(one, str):
            size += len(one)
        elif isinstance(one, Mapping):
            size += 2 * len(one)
            left += list(one.values()) if len(one) <= limit else []
        elif isinstance(one, list | tuple):
            size += len(one)
            left += one if len(one) <= limit else []
        else:
            size += 1
    return size > limit


def _shown(words: str) -> str:
    return cut(visible(words), LONGEST_REASON)
