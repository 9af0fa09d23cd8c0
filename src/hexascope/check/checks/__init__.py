"""Checks: one file a judgement, each offers the Check of its name."""
