"""Parts that need more than the server's own extra: where it is missing, it is said which."""

from hexascope.bus.contract import Bus
from hexascope.domain.errors import BadSettings
from hexascope.kit import clock
from hexascope.queue.contract import Queue


def redis_bus(address: str) -> Bus:
    """Give the bus at a server of Redis or Valkey, not opened yet; BadSettings."""
    try:
        from hexascope.bus.redis import RedisBus
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] == "redis":
            raise BadSettings(
                "server.bus names Redis, which needs: pip install 'hexascope[cluster]'"
            ) from None
        raise
    return RedisBus(address, clock.monotonic)


def celery_queue(address: str) -> Queue:
    """Give the queue of Celery over Redis or Valkey, not opened yet; BadSettings."""
    try:
        from hexascope.queue.celery import CeleryQueue
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] in ("celery", "kombu", "redis"):
            raise BadSettings(
                "server.queue names Celery, which needs: pip install 'hexascope[cluster]'"
            ) from None
        raise
    return CeleryQueue(address)
