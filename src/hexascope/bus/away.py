"""When Redis counts as away."""

from redis.exceptions import RedisError

PATIENCE_S = 0.9
"""How long one command may take, with connecting and one try on a fresh connection."""

AWAY = (RedisError, OSError, TimeoutError)
