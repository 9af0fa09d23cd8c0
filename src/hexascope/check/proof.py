"""Proof by code: a number in a finding's words must stand in its evidence or its limits."""

import math
from collections.abc import Iterable

from hexascope.check.contract import Check
from hexascope.domain.finding import Found

TOLERANCE = 1e-6


def unproven(found: Found, by: Check) -> str:
    """Name the first number in title, description or advice that nothing bears out, or ''.

    A finding without evidence is unproven as a whole; so is one with a number beyond all floats.
    """
    try:
        return _first_unproven(found, by)
    except OverflowError:
        return "a number that can't be"


def _first_unproven(found: Found, by: Check) -> str:
    if not found.evidence:
        return "it cites no evidence"
    known = [one.number for one in found.evidence if not isinstance(one.value, str)]
    known += [one.value for one in by.limits().values()]
    known += [float(len(found.evidence)), float(len(found.victims))]
    if found.culprit is not None:
        known += [float(len(found.culprit.pids)), float(found.culprit.pid or 0)]
        known += [found.culprit.share] if found.culprit.share is not None else []
    for text in (found.title, found.description, found.recommendation):
        for name, value in text.numbers().items():
            if not stands_in(value, known):
                return f"{name}={value!r}"
    return ""


def stands_in(value: float, known: Iterable[float]) -> bool:
    """Say whether a number is one of those that are known."""
    return any(math.isclose(value, one, rel_tol=TOLERANCE, abs_tol=1e-9) for one in known)
