"""What happened at a panel, event by event: what `panel show` replays and a live view reads."""

from collections.abc import Callable, Iterable, Mapping

from hexascope.consult.answered.admitting import Admitted
from hexascope.consult.contract import Settled, Wording
from hexascope.domain.errand import Computed, Errand
from hexascope.domain.opinion import Role
from hexascope.domain.panel import Event, EventKind, Struck
from hexascope.llm.contract import Answer
from hexascope.words import render

MOST_EVENTS = 2_000
"""Events of one panel that are kept: a panel has a few hundred."""

Facts = Mapping[str, str | float | bool | None]


class Happened:
    """Gathers the events of one panel; `now` gives the seconds since it began."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._events: list[Event] = []

    def events(self) -> tuple[Event, ...]:
        """Give what happened, in the order of time; at the same time, as it was told."""
        return tuple(sorted(self._events, key=lambda one: one.at_s))

    def told(
        self,
        kind: EventKind,
        who: str,
        *,
        whom: str = "",
        item: str = "",
        words: str = "",
        reason: str = "",
        evidence: tuple[str, ...] = (),
        facts: Facts | None = None,
        at_s: float | None = None,
    ) -> None:
        """Keep one event, of now where no time is given."""
        if len(self._events) < MOST_EVENTS:
            self._events.append(
                Event(
                    at_s=round(max(0.0, self._now() if at_s is None else at_s), 6),
                    kind=kind,
                    who=who,
                    whom=whom,
                    item=item,
                    words=words,
                    reason=reason,
                    evidence=evidence,
                    facts=dict(facts or {}),
                )
            )

    def asked(self, who: str, what: str) -> None:
        """Keep that a specialist is asked: for its opinions, a reply, votes, or words."""
        self.told(EventKind.ASKED, who, facts={"what": what})

    def answered(self, who: str, answer: Answer, dollars: float | None) -> None:
        """Keep when an answer began to come and when it was whole, and what it took."""
        began = self._now() - answer.seconds
        model: Facts = {"model": answer.endpoint}
        self.told(EventKind.FIRST_WORD, who, at_s=began + answer.first_token_s, facts=model)
        self.told(
            EventKind.ANSWERED,
            who,
            facts={
                **model,
                "seconds": answer.seconds,
                "input_tokens": answer.usage.input_tokens,
                "output_tokens": answer.usage.output_tokens,
                "dollars": dollars,
                "size_bytes": answer.size_bytes,
                "rung": answer.rung.value,
                "tries": answer.tries,
                "cached_age_s": answer.cached_age_s,
            },
        )

    def opined(self, who: str, admitted: Admitted, *, round_: int = 0) -> None:
        """Keep what was admitted of an answer, as opinions or as votes of a round; and strikes."""
        for one in admitted.opinions:
            facts: dict[str, str | float | bool | None] = {
                "stance": one.stance.value,
                "severity": one.severity.word,
                "confidence": one.confidence,
            }
            if round_:
                facts["round"] = round_
            elif one.proposals:
                facts["remedy"] = one.proposals[0].remedy
            self.told(
                EventKind.VOTE if round_ else EventKind.OPINION,
                who,
                item=one.item,
                words=render(one.advice),
                evidence=one.because,
                facts=facts,
            )
        self.struck(admitted.struck)

    def struck(self, several: Iterable[Struck]) -> None:
        """Keep what is not published, word by word, with the reason."""
        for one in several:
            self.told(
                EventKind.STRUCK,
                one.role,
                words=one.words,
                reason=one.reason,
                facts={"ruling": one.ruling},
            )

    def done(self, errands: Iterable[Errand], computed: Iterable[Computed]) -> None:
        """Keep what came of the probes and programs that were asked for."""
        for one in errands:
            self.told(
                EventKind.ERRAND,
                Role.COORDINATOR,
                whom=",".join(one.asked_by),
                reason=one.reason,
                evidence=one.gave,
                facts={"what": f"{one.probe} on {one.subject}", "ran": one.ran, "kind": "probe"},
            )
        for each in computed:
            self.told(
                EventKind.ERRAND,
                Role.COORDINATOR,
                whom=each.asked_by,
                reason=each.reason,
                evidence=each.gave,
                facts={"what": each.purpose, "ran": each.exit is not None, "kind": "program"},
            )

    def settled(self, settled: Settled) -> None:
        """Keep what the coordinator made of the opinions."""
        for one in settled.items:
            self.told(
                EventKind.SETTLED,
                Role.COORDINATOR,
                item=one.item,
                facts={
                    "severity": one.severity.word,
                    "agreement": one.agreement,
                    "contested": one.contested,
                    "for": len({each.role for each in one.for_}),
                    "against": len({each.role for each in one.against}),
                },
            )

    def worded(self, who: str, wording: Wording) -> None:
        """Keep the words that are published."""
        said = (wording.headline, *wording.summary)
        self.told(EventKind.WORDED, who, words=" ".join(render(one) for one in said))
