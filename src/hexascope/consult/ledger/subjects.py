"""What a sentence speaks of: the resources that its words name."""

import re
from collections.abc import Sequence

from hexascope.domain.use import Resource

_SUBJECTS: Sequence[tuple[re.Pattern[str], Resource]] = (
    (re.compile(r"\b(?:cpus?|load|carga)\b", re.IGNORECASE), Resource.CPU),
    (re.compile(r"\b(?:memory|rss|heap|memória)\b", re.IGNORECASE), Resource.MEMORY),
    (re.compile(r"\b(?:swap)\b", re.IGNORECASE), Resource.SWAP),
    (re.compile(r"\b(?:disks?|discos?|await|i/o)\b", re.IGNORECASE), Resource.DISK),
    (
        re.compile(r"\b(?:file ?systems?|volume|log|arquivos?)\b", re.IGNORECASE),
        Resource.FILESYSTEM,
    ),
    (
        re.compile(r"\b(?:network|traffic|connections?|rede|conexões)\b", re.IGNORECASE),
        Resource.NETWORK,
    ),
)


def subjects(sentence: str) -> frozenset[Resource]:
    """Give the resources that a sentence names.

    >>> sorted(subjects("Memory fills and the disk waits"))
    [<Resource.DISK: 'disk'>, <Resource.MEMORY: 'memory'>]
    """
    return frozenset(resource for words, resource in _SUBJECTS if words.search(sentence))
