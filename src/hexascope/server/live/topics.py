"""What can be listened to, and who may: one guard a kind of topic."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hexascope.domain.access import Verb
from hexascope.domain.errors import BadInput
from hexascope.server.live.channel import BATCHED, REPLACING
from hexascope.server.requests.guard import May

LONGEST = 200
"""Letters of a topic."""

CROWD = frozenset(BATCHED | REPLACING)
"""Events of single things that topics of many leave out."""

TOPICS: Mapping[str, May] = MappingProxyType(
    {
        "host": May(Verb.READ, "hosts"),
        "hosts": May(Verb.READ, "hosts"),
        "job": May(Verb.READ, "jobs"),
        "jobs": May(Verb.READ, "jobs"),
        "examination": May(Verb.READ, "examinations"),
        "examinations": May(Verb.READ, "examinations"),
        "findings": May(Verb.READ, "findings"),
        "schedules": May(Verb.READ, "schedules"),
    }
)
"""The first word of each topic, and who may listen to it."""

OF_MANY: Mapping[str, str] = MappingProxyType(
    {
        "host": "hosts",
        "job": "jobs",
        "examination": "examinations",
        "finding": "findings",
        "schedule": "schedules",
    }
)
"""The topic of many that hears of a kind of thing."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic that can be listened to: `jobs`, or `job.ID`."""

    kind: str
    id: str = ""

    @property
    def guard(self) -> May:
        """Give who may listen to it."""
        return TOPICS[self.kind]

    def __str__(self) -> str:
        return f"{self.kind}.{self.id}" if self.id else self.kind


def topic_of(words: object) -> Topic:
    """Read a topic; BadInput."""
    if not isinstance(words, str) or not words or len(words) > LONGEST:
        raise BadInput(f"a topic is a word of at most {LONGEST} letters")
    kind, dot, id_ = words.partition(".")
    if kind not in TOPICS or bool(dot) == (kind in OF_MANY.values()) or (dot and not id_):
        some = ", ".join(one if one in OF_MANY.values() else f"{one}.ID" for one in TOPICS)
        raise BadInput(f"there is no topic {words[:60]!r}; there are {some}")
    return Topic(kind, id_)


def topics_heard(said: str, word: str) -> tuple[str, tuple[str, ...]]:
    """Give the tenant and the topics to which something said on the bus belongs."""
    tenant, _, rest = said.partition(".")
    kind, _, id_ = rest.partition(".")
    if kind not in OF_MANY or not id_:
        return tenant, ()
    many = () if word in CROWD else (OF_MANY[kind],)
    # an examination has the id of its job: who listens to it hears how far it is
    single = (rest, f"examination.{id_}") if kind == "job" else (rest,)
    return tenant, ((*single, *many) if kind in TOPICS else many)
