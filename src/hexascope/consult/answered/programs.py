"""Programs that a model may ask to have run: the form, what it is told, and reading what it wants.

Off unless it is allowed: then the form has no place for a program, and an answer that has one all
the same is refused.
"""

from collections.abc import Mapping
from typing import Any

from hexascope.consult.answered.computing import LONGEST_RUN_S, MOST_OF, MOST_RESULTS, UNITS, given
from hexascope.consult.contract import Program
from hexascope.consult.told.briefing import Briefing
from hexascope.kit.visible import cut, visible

LONGEST_SOURCE = 4096
"""Bytes of a program: a regression needs fewer."""

LONGEST_PURPOSE = 200
FIELD = "compute"

RULES = f"""

You may ask once for a Python program to be run over a copy of the evidence, where a regression or
a correlation would decide: put it in `{FIELD}` with its purpose, else leave both empty. It has the
standard library, no network and {LONGEST_RUN_S:.0f} seconds. evidence.json in its folder holds for
each key its value, unit and series ([seconds, value] each). It prints one JSON list of at most
{MOST_RESULTS} results, each {{"name": letters and underscores, "value": a number, "unit": one of
{", ".join(UNITS)}, "of": the 1 to {MOST_OF} keys it rests on}}. You are asked again with what it
computed. Computed values count beside measured ones and never instead of them.
"""


def with_program(form: Mapping[str, Any]) -> dict[str, Any]:
    """Give the form of an answer with a place for a program."""
    place = {
        "type": "object",
        "properties": {
            "purpose": {"type": "string", "maxLength": LONGEST_PURPOSE},
            "source": {"type": "string", "maxLength": LONGEST_SOURCE},
        },
        "required": ["purpose", "source"],
        "additionalProperties": False,
    }
    return {
        **form,
        "properties": {**form["properties"], FIELD: place},
        "required": [*form["required"], FIELD],
    }


def program_in(
    data: Mapping[str, Any], briefing: Briefing, role: str, *, why_not: str
) -> tuple[Program | None, str]:
    """Give the program that an answer asks for, or why it is refused; neither: it asks for none.

    `why_not` says why none may be asked for; '' where one may.
    """
    wanted = data.get(FIELD)
    if wanted is None:
        return None, ""
    if not isinstance(wanted, Mapping):
        return None, f"'{FIELD}' is no object"
    source = wanted.get("source")
    if source is None or source == "":
        return None, ""
    if why_not:
        return None, why_not
    if not isinstance(source, str):
        return None, "the program that it asks for is no text"
    try:
        size = len(source.encode())
    except UnicodeEncodeError:
        return None, "its program holds half a character (a lone surrogate)"
    if size > LONGEST_SOURCE:
        return None, f"its program has {size} bytes; {LONGEST_SOURCE} is the most"
    copy, names = given(briefing)
    purpose = cut(visible(str(wanted.get("purpose") or "")), LONGEST_PURPOSE)
    return Program(role=role, purpose=purpose, source=source, given=copy, names=names), ""
