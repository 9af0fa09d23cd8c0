"""Finding who is spoken of: names of the case, and what looks like a name and is none of it."""

import re
from typing import NamedTuple

SHORTEST_ODD = 4


class Named(NamedTuple):
    """A name in a sentence, in lower case, and where it stands."""

    name: str
    begin: int
    end: int


_WORD = re.compile(r"[\w@.:/+-]*[\w/]", re.UNICODE)
_LOOKS = re.compile(
    r"(?:sd[a-z]{1,2}\d*|vd[a-z]\d*|xvd[a-z]\d*|nvme\d+n\d+(?:p\d+)?|md\d+|dm-\d+|loop\d+|zram\d+"
    r"|eth\d+|en[ops]\d\w*|wlan\d+|veth\w+|bond\d+|docker\d+|cpu\d+|node\d+"
    r"|/[\w.@:+/-]*\w|[\w@.-]+\.(?:service|scope|slice|socket|mount|timer)"
    r"|\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?|[0-9a-f]{12,64}|[\w-]+:\d{2,5})",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[`“\"']([\w@./:+ -]{2,80})[`”\"']")
_SAID = re.compile(
    r"\b(?:process|program|service|unit|container|device|disk|interface|mount|cgroup|host|processo"
    r"|programa|serviço|unidade|contêiner|dispositivo|disco|interface)\s+"
    r"(?:named\s+|called\s+|chamad[oa]\s+)?([a-z][\w.@-]*[\w])",
    re.IGNORECASE,
)
_PORT = re.compile(r"\b(?:ports?|portas?)\s+(\d{1,5})\b", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\b(?:cpus?|gpus?|cores?|nodes?|sockets?|channels?|controllers?|zones?|núcleos?|nós?)\s+#?(\d{1,4})\b",
    re.IGNORECASE,
)
_SYSTEM = frozenset("/proc /sys /dev /etc /tmp /var /var/log /usr /run /home /opt /dev/shm".split())
"""Folders that every host has: to name one claims nothing."""

_PID = re.compile(r"\bpids?\s*[:=#]?\s*(\d+)", re.IGNORECASE)

ORDINARY = frozenset(
    """
    a the is was are were and or that which who has had its it they uses used with without by to of
    in on at from for as but not no than then so if when while
    makes made takes took runs ran reads read writes wrote waits waited holds held keeps kept needs
    needed shows showed sends sent gets got
    can could should would may might must will does did do into over under after before during
    because itself alone time times load wait io i/o cpu queue pressure latency throughput traffic
    usage use utilization saturation errors error space full busy slow idle level group groups
    tables table limit limits quota memory network kernel
    e o os as um uma que é foi está estão de do da dos das em no na nos nas por para com sem ao à se
    usa usam espera esperam lê lêem escreve escrevem faz fazem tem têm precisa não mais menos como
    quando porque pode deve cheio lento ocupado erros erro fila carga tempo
    """.split()
)
"""Words that follow 'process' or 'disk' in a sentence without being anybody's name."""


def named_in(sentence: str, names: frozenset[str]) -> list[Named]:
    """Give the known names of a sentence in their order, the longest where they overlap."""
    lowered = sentence.lower()
    found: list[Named] = []
    for match in _WORD.finditer(lowered):
        word = match[0].strip(".:,")
        at = match.start() + (len(match[0]) - len(match[0].lstrip(".:,")))
        if word in names and not word.isdecimal():
            found.append(Named(word, at, at + len(word)))
            continue
        bare = word.partition(":")[0]
        if bare in names and bare != word and not bare.isdecimal():
            found.append(Named(bare, at, at + len(bare)))
    for pattern in (_PID, _PORT, _NUMBERED):
        said = (match for match in pattern.finditer(lowered) if match[1] in names)
        found += [Named(match[1], *match.span(1)) for match in said]
    found += _odd_ones(lowered, names, found)
    return sorted(found, key=lambda one: one.begin)


def _odd_ones(lowered: str, names: frozenset[str], found: list[Named]) -> list[Named]:
    """Give names with spaces or brackets in them, which no word of a sentence is."""
    more: list[Named] = []
    for name in sorted(names, key=len, reverse=True):
        if _WORD.fullmatch(name) or len(name) < SHORTEST_ODD:
            continue
        at = lowered.find(name)
        if at >= 0 and not any(one.begin < at + len(name) and at < one.end for one in more):
            more.append(Named(name, at, at + len(name)))
    found[:] = [one for one in found if not any(odd.begin <= one.begin < odd.end for odd in more)]
    return more


def strangers(sentence: str, names: frozenset[str]) -> list[str]:
    """Give what is spoken of as a name and is none of this case.

    Things that look like a device, a path, a unit, an address; what stands in quotes; and what
    follows a word such as 'process'.
    """
    lowered = sentence.lower()
    unknown: list[str] = []
    for match in _WORD.finditer(lowered):
        word = match[0].strip(".:,")
        if _LOOKS.fullmatch(word) and not _is_known(word, names):
            unknown.append(word)
    for match in _QUOTED.finditer(lowered):
        word = match[1].strip()
        if not _is_known(word, names) and not any(_is_known(one, names) for one in word.split()):
            unknown.append(word)
    for match in _SAID.finditer(lowered):
        word = match[1].strip(".")
        if word not in ORDINARY and _like_a_name(sentence, match) and not _is_known(word, names):
            unknown.append(word)
    for pattern, what in ((_PID, "pid"), (_PORT, "port")):
        said = (match[1] for match in pattern.finditer(lowered))
        unknown += [f"{what} {number}" for number in said if number not in names]
    return unknown


def _like_a_name(sentence: str, match: re.Match[str]) -> bool:
    """Say whether what follows 'process' is written as a name: with a digit, a sign, or 'named'."""
    word = sentence[match.start(1) : match.end(1)]
    odd = any(not char.isalpha() for char in word)
    return odd or re.search(r"named|called|chamad", match[0]) is not None or word != word.lower()


def _is_known(word: str, names: frozenset[str]) -> bool:
    if word in names or word.rstrip("/") in names or word.partition(":")[0] in names:
        return True
    if word in _SYSTEM:
        return True
    # a shortened id of a container, a file below a known folder's own name
    return any(
        (len(word) >= 8 and one.startswith(word)) or one.endswith(f"/{word}") for one in names
    )
