"""The panel of one: who judges for all four analysts in a single call."""

from hexascope.consult.contract import Specialist

SOLO = "solo_analyst"
"""Counts as one voice, whatever it judges for: the rules of the four analysts stand beside it."""

MANDATE = """
You judge for a performance analyst, an infrastructure expert, a security analyst and a cost
optimizer at once. Say which one cause you hold to be the right one to begin with, or which one the
evidence speaks against.
"""

solo = Specialist(role=SOLO, mandate=MANDATE)
