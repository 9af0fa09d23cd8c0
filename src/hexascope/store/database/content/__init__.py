"""Examinations and what belongs to them, and what users have written: one file a noun."""
