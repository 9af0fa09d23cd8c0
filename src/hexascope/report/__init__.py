"""Verdict → report: one report model, and formats that add nothing to it."""
