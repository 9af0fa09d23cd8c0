"""Remedies: one file each, offering the Remedy of its name."""
