"""Names from the host are hostile text: one function a sink makes them inert and readable."""

import re

from hexascope.kit.visible import visible

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~$&])")


def markdown(words: str) -> str:
    """Make a text inert in Markdown: no link, no image, no markup, no table cell of its own."""
    return _MARKDOWN.sub(r"\\\1", visible(words))
