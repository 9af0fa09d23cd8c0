"""Hosts as others have kept them: series of samples → windows like those of looks."""
