"""Hostile acts that a sandbox must stop: all of them in tests, the quick ones at each start."""
