"""What a format is: it turns an examination into the bytes of one document, and adds nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from hexascope.domain.examination import Examination
from hexascope.words import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a document is to look: its language, and for terminals width and colour."""

    language: Language = Language.ENGLISH
    width: int = 100
    colour: bool = False
    top: int | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way to write a report: the ending of its files and the function that writes it.

    `of_profiles` says that it writes what probes profiled, and nothing without that.
    """

    name: str
    ending: str
    media_type: str
    write: Callable[[Examination, Manner], str]
    text: str
    of_profiles: bool = False
