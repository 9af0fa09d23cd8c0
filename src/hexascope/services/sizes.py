"""Which models are small: by the parameters in their names, and by their windows."""

import re

from hexascope.llm.contract import Endpoint

SMALL_PARAMETERS = 4.5e9
"""Models below it keep a flat form and lose their way in a long one: 135m, 1.5b, 3b, 4b."""

SMALL_WINDOW_TOKENS = 4_096
_PARAMETERS = re.compile(r"(?<![a-z0-9.])(\d+(?:\.\d+)?)\s?([bm])(?![a-z0-9])", re.IGNORECASE)


def parameters(name: str) -> float | None:
    """Read how many parameters a model has from its name; None where that does not say so.

    Of several figures the largest counts: of a mixture all experts are in memory.

    >>> parameters("llama3.2:3b"), parameters("SmolLM2-135M-Instruct"), parameters("gpt-5-mini")
    (3000000000.0, 135000000.0, None)
    """
    found = [
        float(number) * (1e9 if unit.lower() == "b" else 1e6)
        for number, unit in _PARAMETERS.findall(name)
    ]
    return max(found, default=None)


def is_small(one: Endpoint) -> bool:
    """Say whether a model is one that a single, small call suits better than a panel."""
    if one.context_tokens is not None and one.context_tokens <= SMALL_WINDOW_TOKENS:
        return True
    known = parameters(one.model)
    return one.local and known is not None and known < SMALL_PARAMETERS
