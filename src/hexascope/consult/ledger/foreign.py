"""What no opinion needs: addresses, markup, commands; a sentence that holds one is struck."""

import re

_ADDRESS = re.compile(
    r"\w+://|\bwww\.|\bmailto:|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|dev|example|info|xyz|app"
    r"|ai|co|cloud|ru|cn|me|test|tk|ly|link|site|online|page|to)\b"
    r"|(?<![\w/.-])[\w-]+(?:\.[\w-]+)*\.(?!slice|scope|service|socket|mount)[a-z]{2,12}/\S+"
    r"|\b[\w.+-]+@[\w-]+\.\w+",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"!?\[[^\]]*\]\(|<[a-z!/][^>]*>?|\x1b|\\x1b|\\x9b|\\u20[0-6][0-9a-f]|javascript:|data:\w+/",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"`[^`]*[\s|;&$<>][^`]*`|\$\(|\|\s*(?:ba|z|da)?sh\b|\b(?:curl|wget|sudo|chmod|chown|mkfs|dd|eval|nc"
    r"|rm|kill(?:all)?|systemctl|iptables|base64)\s+[-/\w.]|&&|;\s*(?:rm|curl|wget|sh)\b"
    r"|\b(?:python3?|perl|ruby|node|(?:ba|z|da)?sh|ssh|scp|docker|kubectl|apt(?:-get)?|yum|dnf|pip3?"
    r"|npm|crontab|find|tar|echo|tee|nohup)\s+-{1,2}\w|\bcat\s+/|>\s*/(?:etc|dev|root|home|var|tmp)\b",
    re.IGNORECASE,
)


def foreign_matter(sentence: str, names: frozenset[str]) -> str:
    """Say what a sentence holds that no opinion needs; '' where there is nothing of it.

    An address that is a name of the case itself may be spoken of.
    """
    for found in _ADDRESS.finditer(sentence):
        if found[0].lower().rstrip(".,;") not in names:
            return f"it holds an address: {found[0][:60]}"
    if _MARKUP.search(sentence):
        return "it holds markup"
    if _COMMAND.search(sentence):
        return "it holds a command: remedies are chosen by name"
    return ""
