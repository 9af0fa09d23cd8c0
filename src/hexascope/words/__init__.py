"""The message catalogue: English stands in the code, every other language in a folder here."""

from hexascope.words.catalogue import LANGUAGES, Language, render, translate

__all__ = ["LANGUAGES", "Language", "render", "translate"]
