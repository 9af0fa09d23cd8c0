"""Keeping the database itself: backing it up, restoring it, looking whether it is sound."""
