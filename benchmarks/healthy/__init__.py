"""Healthy hosts that are busy: every finding above info is false."""
