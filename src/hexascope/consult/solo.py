"""The panel of one: who judges for all four analysts in a single, small call.

For small models: a short prompt, one opinion. What it says goes through the same ledger, and counts
as one voice beside the rules of the four analysts.
"""

from hexascope.consult.contract import Specialist

SOLO = "solo_analyst"
"""Counts as one voice, whatever it judges for."""

MANDATE = """
You judge for a performance analyst, an infrastructure expert, a security analyst and a cost
optimizer at once. Say which one hypothesis is the right one to begin with, or which one the
evidence speaks against.
"""

solo = Specialist(role=SOLO, mandate=MANDATE)
