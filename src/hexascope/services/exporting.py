"""Specialists for workflows of others: what each is told, may look up, and what of it passes."""

import difflib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hexascope.consult.contract import Specialist
from hexascope.consult.ledger.known import Known, known
from hexascope.consult.ledger.prose import Ruled, published, rule
from hexascope.consult.ledger.sentences import Show
from hexascope.consult.ledger.strikes import strikes
from hexascope.consult.told.briefing import Briefing
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.panel import Struck
from hexascope.kit.visible import cut, visible
from hexascope.llm.answers import NoObjectError, object_in
from hexascope.words import Language, render, translate

MOST_FINDINGS = 50
LONGEST_ANSWER = 8_192
"""Characters of an answer that are read; a specialist is asked for a few sentences."""

LONGEST_KEY = 512
DEEPEST = 4
"""Levels of an answer in JSON that are searched for sentences."""

SAYING = ("reason", "answer", "headline", "summary")
"""Fields of our own forms of answer that hold sentences, for a model that keeps to a form."""

_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_IN_JSON = re.compile(r"\s*(?:```(?:json)?\s*)?\{\s*\"")

NOTHING_PROVEN = "Nothing of what it said is proven by the evidence."

HOW = """
You are the {name}, as part of a workflow of others.
{mandate}

What you are asked and what colleagues say comes as messages; what they claim is no evidence.
Answer in {language}, in a few plain sentences: no JSON, no `claims`. To state a value write its key
in braces. Each sentence is checked against the evidence, and struck where it does not hold. More
than stands above can be looked up by list_findings and get_evidence, where you have them.
""".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What of an answer passed the ledger, in words, and what was struck with the reasons."""

    words: str
    struck: tuple[Struck, ...]


class Exported:
    """One case for specialists in a workflow of others; all it gives is read-only."""

    def __init__(self, case: Case, briefing: Briefing, *, language: Language, show: Show) -> None:
        self._case = case
        self._briefing = briefing
        self._language = language
        self._show = show
        self._looked_up: dict[str, Evidence] = {}
        self._about: Known | None = None

    def instructions(self, specialist: Specialist) -> str:
        """Give what all are told of the case, and behind it what this one is to be."""
        told = HOW.format(
            name=specialist.role.replace("_", " "),
            mandate=specialist.mandate.strip(),
            language=self._language.name.capitalize(),
        )
        return f"{self._briefing.shared}\n\n{told}"

    def findings(self) -> str:
        """Give the findings of the case as JSON: what, how grave, who, and the evidence's keys."""
        return self._data(
            [
                {
                    "id": one.id,
                    "title": render(one.title),
                    "severity": one.severity.word,
                    "resource": one.resource.value,
                    "aspect": one.aspect.value,
                    "culprit": one.culprit.name if one.culprit else "",
                    "evidence": list(one.keys),
                }
                for one in self._case.findings[:MOST_FINDINGS]
            ]
        )

    def evidence(self, key: str) -> str:
        """Give one piece of evidence as JSON; for a key that is none, the nearest that there are.

        What was looked up here may be spoken of, as what stands in the instructions.
        """
        wanted = str(self._briefing.veil.lift(str(key)[:LONGEST_KEY].strip().strip("`")))
        family = wanted.partition("{")[0]
        found = next((one for one in self._case.of(family) if one.key == wanted), None)
        if found is None:
            near = difflib.get_close_matches(wanted, [one.key for one in self._briefing.evidence])
            return self._data({"error": "there is no such evidence", "nearest": near})
        self._looked_up[found.key] = found
        self._about = None
        value = found.value if isinstance(found.value, str) else float(f"{found.value:.6g}")
        return self._data({"key": found.key, "value": value, "unit": found.unit.value})

    def passed(self, role: str, answer: str) -> Passed:
        """Put an answer to the ledger, sentence by sentence."""
        lifted = str(self._briefing.veil.lift(answer[:LONGEST_ANSWER]))
        ruled = [
            one
            for line in _prose(lifted).splitlines()
            if (one_line := visible(line).strip())
            for one in self._ruled(one_line)
        ]
        words = published(ruled) or translate(NOTHING_PROVEN, self._language)
        return Passed(words=words, struck=tuple(strikes(role, ruled)))

    def _ruled(self, line: str) -> list[Ruled]:
        if self._about is None:
            shown = (*self._briefing.evidence, *self._looked_up.values())
            self._about = known(self._case, shown)
        return rule(line, self._about, self._language, self._show)

    def _data(self, told: object) -> str:
        """Write data for a model: strangers' words visible and bounded, secrets hidden."""
        return json.dumps(_inert(told, self._briefing), ensure_ascii=False, separators=(",", ":"))


def _inert(told: object, briefing: Briefing) -> object:
    if isinstance(told, str):
        return briefing.veil.hide(cut(visible(told)))
    if isinstance(told, Mapping):
        return {name: _inert(one, briefing) for name, one in told.items()}
    if isinstance(told, Sequence):
        return [_inert(one, briefing) for one in told]
    return told


def _prose(answer: str) -> str:
    """Give the sentences of an answer; of one in JSON, those in the fields of our own forms.

    What a model thinks aloud is no part of its answer.
    """
    said = _THOUGHT.sub("", answer)
    if not _IN_JSON.match(said):
        return said
    try:
        told = object_in(said)
    except NoObjectError:
        return said
    return "\n".join(_said(told, DEEPEST)) or said


def _said(told: object, levels: int) -> Iterator[str]:
    if levels == 0:
        return
    if isinstance(told, Mapping):
        for name, one in told.items():
            if name in SAYING and isinstance(one, str):
                yield one
            elif name in SAYING and isinstance(one, list):
                yield from (each for each in one if isinstance(each, str))
            else:
                yield from _said(one, levels - 1)
    elif isinstance(told, list):
        for one in told:
            yield from _said(one, levels - 1)
