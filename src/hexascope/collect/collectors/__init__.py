"""Collectors: one file a source, each offers the Collector of its name."""
