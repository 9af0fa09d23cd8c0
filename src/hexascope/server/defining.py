"""Definitions of own specialists: checked as files of them are, before any is kept or heard."""

from hexascope.consult.own.reading import named
from hexascope.domain.errors import BadInput
from hexascope.server.schemas.specialists import SpecialistAsked, words_of
from hexascope.services.own_specialists import gathered_from


def fitting(asked: SpecialistAsked) -> str:
    """Give the text that is kept; BadInput says all that is wrong, each with where it stands."""
    wrong = named(asked.name)
    if wrong:
        raise BadInput(f"name: {wrong}")
    words = words_of(asked)
    unfit = gathered_from({asked.name: words}).unfit
    if unfit:
        raise BadInput(unfit[asked.name])
    return words
