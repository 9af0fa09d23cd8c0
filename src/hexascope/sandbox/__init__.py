"""Running code that nobody has read: one contract, several walls, and never one weaker than asked.

`contract.py` says what is run and what comes of it, `chain.py` chooses the strongest executor that
works here, `executors/` holds them, `battery.py` the hostile acts that a wall must stop.
"""
