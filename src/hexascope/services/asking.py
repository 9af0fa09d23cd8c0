"""Asking on: a question about a kept examination, put to whom it concerns, answered with proof."""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hexascope.consult.asking.by_rules import answered
from hexascope.consult.asking.concerned import concerned
from hexascope.consult.asking.proofs import proofs
from hexascope.consult.asking.question import LONGEST_QUESTION, Asked, understood
from hexascope.consult.asking.statement import Statement, proofs_of
from hexascope.consult.contract import Field, Specialist, VoiceError
from hexascope.domain.case import Case
from hexascope.domain.conversation import Reply, Sentence, Turn
from hexascope.domain.errors import BadBundle, BadInput
from hexascope.domain.goals import Goals
from hexascope.domain.opinion import Opinion, Role
from hexascope.domain.target import Target, TargetKind
from hexascope.domain.text import text
from hexascope.domain.use import Resource, Severity, When
from hexascope.kit.visible import visible
from hexascope.services.examinations import Examinations, Wishes
from hexascope.services.rebuilding import case_in, titles_in
from hexascope.services.sources.kept import KeptLooks
from hexascope.words import Language, render, translate

if TYPE_CHECKING:  # imported when a model is asked
    from hexascope.consult.voices.model import ModelVoice
    from hexascope.services.models import ModelVoices

NO_BUNDLE = (
    "No bundle was kept with this examination: the answer rests on its report alone, and what is"
    " not in it can't be proven."
)
NOT_NOW = (
    "The kept bundle can't be used any more: the answer rests on the report alone, and what is not"
    " in it can't be proven."
)
MOST_SETTLED = 12
"""Items of the verdict that a model is told of."""

Report = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Answers questions about one kept examination; `fields` say whom a question concerns.

    With `voices` models answer, and rules where they can't; without, rules alone.
    """

    service: Examinations
    fields: Mapping[str, Field]
    language: Language
    clock: Callable[[], float]
    voices: "ModelVoices | None" = None
    goals: Goals = Goals()  # noqa: RUF009 - a frozen value
    strict: bool = False
    cases: dict[str, tuple[Case, tuple[str, ...]]] = field(default_factory=dict)

    def turn(
        self,
        report: Report,
        bundle: Path | None,
        question: str,
        *,
        earlier: Sequence[Turn] = (),
        to: str = "",
        names: Sequence[str] = (),
        time: str,
    ) -> Turn:
        """Answer a question; BadInput for one that is empty, too long, or put to nobody.

        It is put to one, or to those who are named, or to whom it concerns.
        """
        _refuse_unfit(question)
        names = (to,) if to else tuple(names)
        for one in names:
            if one not in self.service.specialists:
                known = ", ".join(self.service.specialists)
                raise BadInput(f"no specialist is called {one!r}; there are {known}")
        began = self.clock()
        case, notes = self.case(report, bundle)
        asked = understood(question, case)
        names = names or concerned(asked, self.service.specialists, self.fields)
        made = Turn(time=time, question=question, replies=(), notes=notes)
        if self.voices is None:
            made = replace(made, replies=tuple(self._by_rules(asked, case, names)))
        else:
            put = _Put(
                report=report,
                asked=asked,
                case=case,
                names=names,
                earlier=earlier,
                nonce=self.voices.nonce,
            )
            made = asyncio.run(self._by_models(self.voices, put, made))
        return replace(made, seconds=self.clock() - began)

    def case(self, report: Report, bundle: Path | None) -> tuple[Case, tuple[str, ...]]:
        """Judge the kept evidence again, or take the report's where there is none; once."""
        id_ = str(report.get("id", ""))
        if id_ not in self.cases:
            self.cases[id_] = self._rebuilt(report, bundle)
        return self.cases[id_]

    def _rebuilt(self, report: Report, bundle: Path | None) -> tuple[Case, tuple[str, ...]]:
        if bundle is None:
            return case_in(report), (translate(NO_BUNDLE, self.language),)
        wishes = wishes_of(report, self.goals, strict=self.strict)
        try:
            looked = KeptLooks(path=bundle).look(self.service, wishes, lambda _: None, None)
            return self.service.weigh(looked, wishes), ()
        except (BadBundle, BadInput):
            return case_in(report), (translate(NOT_NOW, self.language),)

    def _by_rules(self, asked: Asked, case: Case, names: Sequence[str]) -> list[Reply]:
        """Let the coordinator's rules answer, and whom it concerns add what theirs say of it."""
        first = names[0] if len(names) == 1 else Role.COORDINATOR.value
        said = self._in_words(answered(asked, case), first)
        about = {one.id for one in asked.findings}
        added = [self._opinions(name, case, about) for name in names] if about else []
        return [said, *(one for one in added if one is not None)]

    def _in_words(self, said: Sequence[Statement], role: str) -> Reply:
        return Reply(
            role=role,
            voice="rules",
            sentences=tuple(
                Sentence(
                    words=render(one.said, self.language),
                    ruling="proven" if one.proofs else "no_claim",
                    keys=tuple(each.key for each in one.proofs),
                )
                for one in said
            ),
            proofs=proofs(proofs_of(said)),
        )

    def _opinions(self, name: str, case: Case, about: set[str]) -> Reply | None:
        """Give what a specialist's own rules say of the findings that are asked for."""
        rules = self.service.specialists[name].rules
        if rules is None:
            return None
        try:
            said = [one for one in rules(case, self.service.prices) if one.item in about]
        except (ArithmeticError, LookupError, TypeError, ValueError):
            return None  # rules that fail have nothing to add
        return self._said(name, case, said) if said else None

    def _said(self, name: str, case: Case, said: Sequence[Opinion]) -> Reply:
        wanted = {key for one in said for key in one.because}
        families = sorted({key.partition("{")[0] for key in wanted})
        pieces = [piece for family in families for piece in case.of(family) if piece.key in wanted]
        pieces += [
            piece for each in case.findings for piece in each.evidence if piece.key in wanted
        ]
        return Reply(
            role=name,
            voice="rules",
            sentences=tuple(
                Sentence(words=render(one.advice, self.language), ruling="proven", keys=one.because)
                for one in said
            ),
            proofs=proofs(pieces),
        )

    async def _by_models(self, voices: "ModelVoices", put: "_Put", made: Turn) -> Turn:
        """Ask all at once; where one has no answer that counts, the rules answer as well."""
        from hexascope.consult.voices.model import ModelVoice

        async with voices.open(put.case) as voice:
            if not isinstance(voice, ModelVoice):
                raise TypeError("models speak by the model voice")
            replies = await asyncio.gather(*(self._reply(voice, put, name) for name in put.names))
            record = voice.record()
        if any(one.absent for one in replies):
            replies += self._by_rules(put.asked, put.case, put.names)[:1]
        calls = record.calls if record is not None else ()
        return replace(
            made,
            replies=tuple(replies),
            notes=(*made.notes, *self._standing(put.case)),
            calls=len(calls),
            tokens=sum(one.input_tokens + one.output_tokens for one in calls),
            dollars=record.dollars if record is not None else 0.0,
        )

    def _standing(self, case: Case) -> Iterator[str]:
        """Say what is critical beside what models say: nothing they say makes it less so."""
        for one in case.findings:
            if one.severity is Severity.CRITICAL and one.when is When.NOW:
                said = text("What was found critical stands: {title}", title=one.title)
                yield visible(render(said, self.language))

    async def _reply(self, voice: "ModelVoice", put: "_Put", name: str) -> Reply:
        from hexascope.consult.asking.by_model import NothingProvenError, asked_of

        one: Specialist = self.service.specialists[name]
        told = asked_of(
            one,
            put.asked.words,
            put.earlier,
            _settled(put.report),
            self.language,
            nonce=put.nonce(),
        )
        try:
            return await voice.answer(one, put.case, told)
        except NothingProvenError as error:
            return replace(error.reply, absent=str(error))
        except VoiceError as error:
            return Reply(role=name, voice="", absent=str(error))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Put:
    """A question as it is put to models: about what, to whom, after what."""

    report: Report
    asked: Asked
    case: Case
    names: tuple[str, ...]
    earlier: Sequence[Turn]
    nonce: Callable[[], str]


def read_report(text: str) -> Report:
    """Read a kept report; BadInput where it is none."""
    try:
        report = json.loads(text)
    except (ValueError, RecursionError):
        report = None
    if not isinstance(report, dict) or not str(report.get("schema", "")).startswith("hexascope."):
        raise BadInput("what is kept is no report of hexascope")
    return report


def _refuse_unfit(question: str) -> None:
    if not question.strip():
        raise BadInput('ask something: hexascope ask "why not the database?"')
    if len(question) > LONGEST_QUESTION:
        raise BadInput(
            f"the question has {len(question)} characters; {LONGEST_QUESTION} is the most"
        )


def wishes_of(report: Report, goals: Goals, *, strict: bool) -> Wishes:
    """Give what was wished of the examination, as far as its report tells."""
    target = report.get("target") or {}
    kinds = {one.value: one for one in TargetKind}
    kind = kinds.get(str(target.get("kind")))
    known = {one.value: one for one in Resource}
    return Wishes(
        target=Target(kind, str(target["name"])) if kind is not None else None,
        scope=tuple(known[one] for one in report.get("scope", ()) if one in known),
        strict=strict,
        goals=goals,
    )


def _settled(report: Report) -> dict[str, Any]:
    """Give what the panel settled, for a model to know; all of it was published."""
    titles = dict(titles_in(report))
    verdict = report.get("verdict") or {}
    items = [
        {
            "what": titles.get(str(one.get("item")), str(one.get("item"))),
            "severity": one.get("severity"),
            "agreement": one.get("agreement"),
            "for": one.get("for"),
            "against": one.get("against"),
        }
        for one in (verdict.get("items") or ())[:MOST_SETTLED]
    ]
    return {"headline": verdict.get("headline", ""), "items": items}
