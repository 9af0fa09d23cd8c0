"""Engines of the panel: how specialists are brought to speak."""
