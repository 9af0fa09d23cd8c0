"""Remedies: what can be done about a finding. Carrying them out comes with its own issue."""
