"""What no opinion needs: addresses, markup, commands; a sentence that holds one is struck."""

import re

_ADDRESS = re.compile(
    r"\w+://|\bwww\.|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|dev|example|info|xyz|app|ai|co|cloud|ru|cn|me)\b"
    r"|\b[\w.+-]+@[\w-]+\.\w+",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"!?\[[^\]]*\]\(|<[a-z!/][^>]*>|\x1b|javascript:|data:\w+/", re.IGNORECASE)
_COMMAND = re.compile(
    r"`[^`]*[\s|;&$<>][^`]*`|\$\(|\|\s*(?:ba|z|da)?sh\b|\b(?:curl|wget|sudo|chmod|chown|mkfs|dd|eval|nc"
    r"|rm|kill(?:all)?|systemctl|iptables|base64)\s+[-/\w.]|&&|;\s*(?:rm|curl|wget|sh)\b",
    re.IGNORECASE,
)


def foreign_matter(sentence: str, names: frozenset[str]) -> str:
    """Say what a sentence holds that no opinion needs; '' where there is nothing of it.

    An address that is a name of the case itself may be spoken of.
    """
    found = _ADDRESS.search(sentence)
    if found is not None and found[0].lower() not in names:
        return f"it holds an address: {found[0][:60]}"
    if _MARKUP.search(sentence):
        return "it holds markup"
    if _COMMAND.search(sentence):
        return "it holds a command: remedies are chosen by name"
    return ""
