"""Specialists: one file a point of view, each offers the Specialist of its name."""
