"""Secrets in command lines never enter a look: they are struck where the file is read."""

import re

STRUCK = "<redacted>"

_WORD = r"(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[-_]?key|access[-_]?key|auth|credential)s?"
_HINT = re.compile("pass|pwd|secret|token|key|auth|credential", re.IGNORECASE)
_ASSIGNED = re.compile(rf"((?:^|[\0 ,;&?])[\w.-]*{_WORD}[\w.-]*\s*[=:])[^\0 ,;&]+", re.IGNORECASE)
_FLAG = re.compile(rf"((?:^|\0)--?[\w.-]*{_WORD}[\w.-]*\0)[^\0]+", re.IGNORECASE)
_STRING = (
    r"""(?:[{\[][^\0}\]]*|"(?:[^"\\\0]|\\.)*"|'[^'\0]*'|\\+["'][^\0]*?\\+["']|[^\0 ,;&}\]]+)"""
)
_QUOTED = re.compile(rf"""(["'][\w.-]*{_WORD}[\w.-]*\\*["']\s*[:=]\s*){_STRING}""", re.IGNORECASE)
_LOGIN = re.compile(r"((?:^|\0)(?:-u|--user|--proxy-user)(?:\0|=)[^\0:]+:)[^\0]+")
_SHORT = re.compile(r"((?:^|[\0/])(?:sshpass\0-p|redis-cli\0(?:[^\0]*\0)*?-a)\0?)[^\0]+")
_URL = re.compile(r"(\w+://[^\0/:@ ]*:)[^\0@/ ]+(@)")


def redact(command_line: str) -> str:
    """Strike what looks like a secret from a command line whose words are parted by NUL.

    `--password=x`, `--token x`, `PASSWORD=x`, `{"token": "x"}`, `-u user:x` and
    `scheme://user:x@host` lose their x.
    """
    struck = command_line
    # hundreds of processes have command lines, and few of them any of this
    if _HINT.search(struck):
        struck = _QUOTED.sub(rf"\1{STRUCK}", struck)
        struck = _ASSIGNED.sub(rf"\1{STRUCK}", struck)
        struck = _FLAG.sub(rf"\1{STRUCK}", struck)
    struck = _LOGIN.sub(rf"\1{STRUCK}", struck)
    if "sshpass" in struck or "redis-cli" in struck:
        struck = _SHORT.sub(rf"\1{STRUCK}", struck)
    return _URL.sub(rf"\1{STRUCK}\2", struck) if "://" in struck else struck
