"""How often the threads of a target are looked at."""

from dataclasses import replace

from hexascope.collect.contract import Plan

SAMPLES_A_SECOND = 41.0
"""How often a target's threads are looked at: not in step with timers of 10 or 20 ms."""

MOST_SAMPLES = 6_000
"""Samples of one examination; a longer window has fewer of them a second."""


def with_samples(plan: Plan) -> Plan:
    """Give a plan by which the threads of a target are sampled between the light looks."""
    pause = max(1 / SAMPLES_A_SECOND, plan.window_seconds / MOST_SAMPLES)
    return replace(plan, sample_seconds=pause)
