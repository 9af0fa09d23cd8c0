"""Errands: what analysts ask to have done before the panel judges finally."""
