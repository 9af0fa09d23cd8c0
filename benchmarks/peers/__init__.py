"""The same panel work by others: each runs in an environment of its own, by itself."""
