"""Where bytes become requests: limits that no route could set any more."""
