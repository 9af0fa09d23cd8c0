"""Faults that are found by asking on: real daemons, the past, two at once, containers."""
