"""What a question asks: why, why not, or what to do; and about which part of the case."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hexascope.consult.ledger.known import names_of
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.rows import ProcessUse
from hexascope.domain.use import Resource, When

LONGEST_QUESTION = 2_000
MOST_FINDINGS = 3
"""Findings that one answer speaks of."""

MOST_UNKNOWN = 3
SHORTEST_NAME = 3


class Asks(StrEnum):
    """What is wanted to know."""

    WHY = "why"
    WHY_NOT = "why not"
    WHAT_TO_DO = "what to do"
    WHAT = "what"


_NOT = r"(?:not|n't|isn.?t|wasn.?t|doesn.?t|não)"
_WHY_NOT = re.compile(
    rf"\b(?:why|how\s+come|por\s?qu[eê])\b[^.?!]*?(?<!\w){_NOT}\b|\brule[sd]?\s+out\b|\bdescart",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\b(?:why|how\s+come|how\s+do\s+you\s+know|proof|prove|evidence|sure|certain|caus\w*"
    r"|por\s?qu[eê]|como\s+sab\w+|prova\w*|evidência\w*|certeza)\b",
    re.IGNORECASE,
)
_TO_DO = re.compile(
    r"\b(?:what\s+(?:should|can|do|must)\s+(?:i|we)|how\s+(?:do|can|should)\s+(?:i|we)|fix\w*|solve|mend"
    r"|remedy|do\s+about|next\s+steps?|o\s+que\s+(?:fazer|faço|devo|posso)|como\s+(?:resolv|consert"
    r"|corrig|faço)\w*|resolver|consertar|corrigir|remédio)\b",
    re.IGNORECASE,
)

_RESOURCES: Mapping[Resource, str] = {
    Resource.CPU: r"cpus?|processors?|cores?|load|run\s+queue|processador(?:es)?|núcleos?|carga",
    Resource.MEMORY: r"memory|ram|oom|leak\w*|memória|vazamento",
    Resource.SWAP: r"swap\w*|paging|paginação",
    Resource.DISK: r"disks?|i/?o|storage|ssds?|hdds?|nvmes?|iops|discos?|armazenamento",
    Resource.FILESYSTEM: r"file\s?systems?|space|inodes?|mounts?|sistemas?\s+de\s+arquivos|espaço",
    Resource.NETWORK: r"networks?|net|tcp|udp|packets?|nics?|bandwidth|retransmi\w+|redes?",
    Resource.TASKS: r"tasks?|threads?|fork\w*|tarefas?",
    Resource.DESCRIPTORS: r"(?:file\s+)?descriptors?|open\s+files|descritores|arquivos\s+abertos",
    Resource.DEPENDENCY: r"dns|name\s+servers?|upstreams?|dependenc\w+|dependência\w*",
    Resource.KERNEL: r"kernel|locks?|mutex\w*|núcleo\s+do\s+sistema",
    Resource.POWER: r"power|heat|thermal|temperature|frequency|energia|temperatura",
    Resource.TIME: r"clocks?|ntp|chrony|relógio",
    Resource.SECURITY: r"securit\w+|attack\w*|exposed|vulnerab\w+|segurança|ataque\w*|expost\w+",
}
_OF_RESOURCE = {
    one: re.compile(rf"(?<![\w/])(?:{words})(?![\w/])", re.IGNORECASE)
    for one, words in _RESOURCES.items()
}

_KINDS: Mapping[str, tuple[str, frozenset[str]]] = {
    "database": (
        r"data\s?bases?|db|sql|bancos?(?:\s+de\s+dados)?|bd",
        frozenset(
            "postgres postmaster postgresql mysqld mariadbd mongod redis-server valkey-server"
            " oracle sqlservr clickhouse clickhouse-serv cassandra influxd etcd".split()
        ),
    ),
    "web server": (
        r"web\s?servers?|proxy|proxies|servidor(?:es)?\s+web",
        frozenset("nginx apache2 httpd caddy haproxy traefik envoy lighttpd".split()),
    ),
    "cache": (r"caches?", frozenset("redis-server valkey-server memcached varnishd".split())),
    "queue": (
        r"queues?|brokers?|filas?",
        frozenset("rabbitmq-server beam.smp nats-server mosquitto".split()),
    ),
}
_OF_KIND = {
    name: re.compile(rf"(?<![\w/])(?:{words})(?![\w/])", re.IGNORECASE)
    for name, (words, _) in _KINDS.items()
}

_LIKE_A_NAME = re.compile(r"[\d@.:/_-]")
_WORD = re.compile(r"[\w@.:/+-]*\w", re.UNICODE)
_COMMON = frozenset(
    """
    a about after all also am an and any are as at be been before but by can could did do does
    doing done else ever every first for from get had has have here host how i if in instead
    into is it its just know like look main make many may me more most much must my need no not
    now of off on once one only or other our out over panel please problem reason really run say
    says see server should show slow so some still stop such system tell than that the their
    them then there these they thing think this time to too top under up us use used uses very
    wait was watch way we were what when where which who whom why will with would you your sure
    evidence proof prove cause causes caused fix solve mend culprit matters wrong bad busy full
    error errors high low ainda algo alguma as agora ao aqui assim com como da das de dela dele
    depois do dos e ela ele em então era essa esse esta este eu faz fazer foi há isso isto já lá
    lento mais mas me mesmo meu minha muito na não nas no nos o os ou para parece pela pelo por
    porque porquê pode primeiro principal problema qual quando que quê quem se sem ser servidor
    seu sistema sobre sua são só também tem tempo toda todo um uma usa você causa culpado errado
    evidência prova certeza resolver consertar corrigir
    """.split()
)
"""Words of a question that name nothing on a host."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it was understood.

    `findings` are present or past ones that it is about, in their order; `resources` those named;
    `programs` names of processes that ran; `kinds` sorts of programs that were asked for, and
    `unknown` words that look like a name and are nobody's.
    """

    words: str
    asks: Asks
    findings: tuple[Finding, ...] = ()
    resources: tuple[Resource, ...] = ()
    programs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_general(self) -> bool:
        """Say whether it names no part of the case."""
        return not (self.findings or self.resources or self.programs or self.kinds or self.unknown)


def understood(words: str, case: Case) -> Asked:
    """Find what a question is about; every word that it does not know is left aside."""
    said = words[:LONGEST_QUESTION].lower()
    tokens = frozenset(match[0].strip(".:,") for match in _WORD.finditer(said)) - _COMMON
    resources = tuple(one for one, pattern in _OF_RESOURCE.items() if pattern.search(said))
    kinds = tuple(name for name, pattern in _OF_KIND.items() if pattern.search(said))
    wanted = tokens | {name for kind in kinds for name in _KINDS[kind][1]}
    running = {one.now.comm.lower() for one in case.rows(ProcessUse)}
    programs = tuple(sorted(name for name in wanted & running if len(name) >= SHORTEST_NAME))
    findings = [one for one in case.findings if _is_meant(one, wanted, frozenset(resources))]
    known = _named(case) | running
    strange = sorted(tokens - known - _resource_words(said))
    asks = _asks(said)
    about_something = bool(findings or resources or programs or kinds)
    return Asked(
        words=words,
        asks=asks,
        findings=tuple(sorted(findings, key=lambda one: one.when is not When.NOW)),
        resources=resources,
        programs=programs,
        kinds=kinds,
        unknown=() if about_something else tuple(_names(strange, asks))[:MOST_UNKNOWN],
    )


def _names(strange: Sequence[str], asks: Asks) -> Iterator[str]:
    """Give words that are meant as a name: they are written like one, or all that is asked for."""
    for word in strange:
        alone = asks is Asks.WHY_NOT and len(strange) == 1
        if alone or (_LIKE_A_NAME.search(word) and not word.isdecimal()):
            yield word


def resources_in(words: str) -> tuple[Resource, ...]:
    """Give the resources that words name: without a case nothing more can be known of them."""
    said = words[:LONGEST_QUESTION].lower()
    return tuple(one for one, pattern in _OF_RESOURCE.items() if pattern.search(said))


def programs_of(kind: str) -> frozenset[str]:
    """Give the names by which a sort of program is known."""
    return _KINDS[kind][1]


def _asks(said: str) -> Asks:
    if _WHY_NOT.search(said):
        return Asks.WHY_NOT
    if _TO_DO.search(said):
        return Asks.WHAT_TO_DO
    return Asks.WHY if _WHY.search(said) else Asks.WHAT


def _is_meant(one: Finding, words: frozenset[str], resources: frozenset[Resource]) -> bool:
    """Say whether a finding is asked for by its resource, its check, or who is concerned."""
    if one.resource in resources or one.check in words:
        return True
    concerned = [each for each in (one.culprit, *one.victims) if each is not None]
    names = {name for each in concerned for name in names_of(each)}
    return bool({name for name in names if len(name) >= SHORTEST_NAME} & words)


def _named(case: Case) -> frozenset[str]:
    labels = (value for one in case.findings for piece in one.evidence for _, value in piece.labels)
    return frozenset({case.host.name.lower(), *(value.lower() for value in labels)})


def _resource_words(said: str) -> frozenset[str]:
    return frozenset(word for found in _said_resources(said) for word in found.split())


def _said_resources(said: str) -> Iterator[str]:
    for pattern in (*_OF_RESOURCE.values(), *_OF_KIND.values()):
        yield from (match[0] for match in pattern.finditer(said))
