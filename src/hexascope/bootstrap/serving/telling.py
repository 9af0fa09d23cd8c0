"""Telling live of an examination: who speaks at its panel, and what it came to.

What a model says is not told before it has passed the ledger: of a stream only its length is.
"""

from collections.abc import Callable, Mapping
from typing import Any

from hexascope.bus.contract import Bus
from hexascope.consult.record.keeper import Spoken
from hexascope.consult.voices.speaking import Turn
from hexascope.domain.errors import CannotReach
from hexascope.domain.examination import Examination
from hexascope.domain.use import Severity
from hexascope.kit import clock
from hexascope.llm.contract import ModelError, Piece
from hexascope.services.running import summary
from hexascope.words import render

BETWEEN_S = 0.5
"""A specialist that speaks is told of at most this often: pieces come by the hundred."""

LONGEST_REASON = 300

MOST_FINDINGS = 50
"""Findings of one examination that are told of one by one: the gravest."""

Say = Callable[[str, Mapping[str, Any]], None]
"""Says something on a topic soon and without waiting, from any thread: `SaysSoon.say`."""


class PanelTelling:
    """Told by a panel's voices, says it on the topic of its examination: a `Tell` of ModelVoices.

    `of` are the attributes that selectors of permissions choose the examination by.
    """

    def __init__(
        self,
        say: Say,
        tenant: str,
        examination: str,
        of: Mapping[str, str],
        now: Callable[[], float] = clock.monotonic,
    ) -> None:
        self._say = say
        self._topic = f"{tenant}.examination.{examination}"
        self._of = dict(of)
        self._now = now
        self._letters: dict[str, int] = {}
        self._told_at: dict[str, float] = {}

    def __call__(self, role: str, what: Turn | Spoken | ModelError | Piece) -> None:
        """Say what happened."""
        if isinstance(what, Turn):
            self._letters[role] = 0
            self._event("asked", role, what=what.what)
        elif isinstance(what, Spoken):
            self._event(
                "spoke",
                role,
                endpoint=what.answer.endpoint,
                opinions=len(what.admitted.opinions),
                struck=len(what.admitted.struck),
                seconds=round(what.answer.seconds, 3),
                first_token_s=round(what.answer.first_token_s, 3),
                input_tokens=what.answer.usage.input_tokens,
                output_tokens=what.answer.usage.output_tokens,
            )
        elif isinstance(what, ModelError):
            self._event("absent", role, reason=str(what)[:LONGEST_REASON])
        else:
            self._piece(role, what)

    def _piece(self, role: str, piece: Piece) -> None:
        self._letters[role] = self._letters.get(role, 0) + len(piece.text)
        now = self._now()
        if now >= self._told_at.get(role, float("-inf")) + BETWEEN_S or piece.finish:
            self._told_at[role] = now
            self._event(
                "speaking",
                role,
                letters=self._letters[role],
                thinks=piece.thought,
                ended=bool(piece.finish),
            )

    def _event(self, word: str, role: str, **more: object) -> None:
        self._say(self._topic, {"event": word, "of": self._of, "role": role, **more})


async def tell_kept(bus: Bus, tenant: str, made: Examination) -> None:
    """Say that an examination is kept, and what it found; a bus that is away is passed over."""
    kept = summary(made)
    of = {"host": kept.host_name, "id": kept.host_id}
    told = {"id": kept.id, "host_id": kept.host_id, "host": kept.host_name, "time": kept.time}
    came_to = {
        "score": kept.score,
        "findings": kept.findings,
        "worst": kept.worst,
        "headline": kept.headline,
    }
    grave = sorted(
        (one for one in made.findings if one.severity > Severity.INFO),
        key=lambda one: one.severity,
        reverse=True,
    )
    try:
        await bus.say(
            f"{tenant}.examination.{kept.id}", {"event": "kept", "of": of, **told, **came_to}
        )
        for one in grave[:MOST_FINDINGS]:
            found = {
                "examination": kept.id,
                "check": one.check,
                "resource": one.resource.value,
                "severity": one.severity.word,
                "title": render(one.title),
            }
            await bus.say(
                f"{tenant}.finding.{one.id}",
                {"event": "found", "of": of, **told, **found, "id": one.id},
            )
    except CannotReach:
        return
