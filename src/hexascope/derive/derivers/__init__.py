"""Derivers: one file a subject, each offers the Deriver of its name."""
