"""Neutral names: nothing on the machine may give the answer away."""

import itertools
import random
import string
from collections.abc import Iterator

PREFIX = "hxbench-"


def neutral_names(chance: random.Random) -> Iterator[str]:
    """Names such as 'svc-k3', each once, in an order that says nothing of their part."""
    for number in itertools.count(1):
        letters = list(string.ascii_lowercase)
        chance.shuffle(letters)
        for letter in letters:
            yield f"svc-{letter}{number}"
