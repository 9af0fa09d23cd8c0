"""Formats: one file each, offering the Format of its name."""
