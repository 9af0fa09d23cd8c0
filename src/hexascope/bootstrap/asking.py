"""Asking on about a kept examination: the service with its parts, and where it is kept."""

import os
from typing import TYPE_CHECKING

from hexascope.bootstrap.examining import examinations, goals
from hexascope.bootstrap.specialists import own_specialists
from hexascope.kit import clock
from hexascope.services.asking import Asking
from hexascope.settings.places import state_folder
from hexascope.settings.read import Known
from hexascope.store.folders.conversations import FolderConversations
from hexascope.words import Language

if TYPE_CHECKING:
    from hexascope.services.models import ModelVoices


def asking(known: Known, language: Language, voices: "ModelVoices | None" = None) -> Asking:
    """Give what answers questions; without voices rules do."""
    from hexascope.consult.consensus import FIELDS

    own = own_specialists()
    stated = {} if own is None else {name: one.field for name, (one, _) in own.found.items()}
    return Asking(
        service=examinations(known, voices),
        fields={**FIELDS, **stated},
        language=language,
        clock=clock.monotonic,
        voices=voices,
        goals=goals(known),
        strict=known.settings.examine.strict,
    )


def conversations() -> FolderConversations:
    """Give where conversations are kept: beside the examinations."""
    return FolderConversations(state_folder(os.environ))
