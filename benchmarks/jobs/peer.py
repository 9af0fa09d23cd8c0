"""Plain Celery on Redis, timed: tasks that do nothing but count, and keep nothing."""

import os
import sys
import time

import redis
from celery import Celery

BROKER = os.environ.get("BENCH_BROKER", "redis://127.0.0.1:6379/1")
DONE, STARTS = "bench-done", "bench-starts"

app = Celery("peer", broker=BROKER)
app.conf.update(task_ignore_result=True, worker_hijack_root_logger=False)
_redis = redis.Redis.from_url(BROKER)


@app.task(name="echo")  # type: ignore[untyped-decorator]  # Celery says nothing of its types
def echo(at: float) -> None:
    """Count that it was done, and how long it took to begin."""
    with _redis.pipeline() as told:
        told.incr(DONE)
        told.rpush(STARTS, time.monotonic() - at)
        told.execute()


def latency(jobs: int) -> float:
    """The median of the seconds from a submission's begin to the task's."""
    _redis.delete(DONE, STARTS)
    for _ in range(jobs):
        echo.delay(time.monotonic())
        time.sleep(0.01)
    _all_done(jobs)
    starts = sorted(float(one) for one in _redis.lrange(STARTS, 0, -1))
    return starts[len(starts) // 2]


def rate(jobs: int) -> float:
    """Tasks a second, from the first submission to the last end."""
    _redis.delete(DONE, STARTS)
    begun = time.monotonic()
    for _ in range(jobs):
        echo.delay(time.monotonic())
    _all_done(jobs)
    return jobs / (time.monotonic() - begun)


def _all_done(jobs: int) -> None:
    while int(_redis.get(DONE) or 0) < jobs:
        time.sleep(0.005)


if __name__ == "__main__":
    app.worker_main(["worker", "-c", sys.argv[1], "--loglevel=ERROR", "-Q", "celery"])
