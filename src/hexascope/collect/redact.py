"""Secrets in command lines never enter a look: they are struck where the file is read."""

import re

STRUCK = "<redacted>"

_WORD = r"(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[-_]?key|access[-_]?key|auth|credential)s?"
_ASSIGNED = re.compile(rf"((?:^|[\0 ,;&?])[\w.-]*{_WORD}[\w.-]*\s*[=:])[^\0 ,;&]+", re.IGNORECASE)
_FLAG = re.compile(rf"((?:^|\0)--?[\w.-]*{_WORD}[\w.-]*\0)[^\0]+", re.IGNORECASE)
_URL = re.compile(r"(\w+://[^\0/:@ ]*:)[^\0@/ ]+(@)")


def redact(command_line: str) -> str:
    """Strike what looks like a secret from a command line whose words are parted by NUL.

    `--password=x`, `--token x`, `PASSWORD=x` and `scheme://user:x@host` lose their x.
    """
    struck = _ASSIGNED.sub(rf"\1{STRUCK}", command_line)
    struck = _FLAG.sub(rf"\1{STRUCK}", struck)
    return _URL.sub(rf"\1{STRUCK}\2", struck)
