"""What was learnt of a model's server by asking it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """The form of answer that an endpoint keeps, and what it refuses in a request.

    Both are words of `llm`; who does not know one of them passes it over.
    """

    rung: str = ""
    quirks: tuple[str, ...] = ()
