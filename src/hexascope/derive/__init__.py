"""Snapshots → evidence: pure functions from a window to facts."""
