"""The rules voice: a specialist's own rules, the same answer every time."""

import asyncio
from collections.abc import Sequence

import pytest

from hexascope.consult.contract import Specialist, VoiceError
from hexascope.consult.voices.rules import RulesVoice
from hexascope.domain.opinion import Opinion, Role
from tests.support.cases import case
from tests.support.panel import NO_PRICES, opinion, says


def spoken(voice: RulesVoice, specialist: Specialist) -> Sequence[Opinion]:
    return asyncio.run(voice.speak(specialist, case(), NO_PRICES))


def test_an_opinion_by_rules_is_marked_so() -> None:
    who = Specialist(
        role=Role.COST_OPTIMIZER, mandate="", rules=says(opinion(voice="large", stands_in=True))
    )

    [one] = spoken(RulesVoice(), who)

    assert (one.voice, one.stands_in) == ("rules", False)


def test_who_stands_in_for_a_model_is_marked_so() -> None:
    who = Specialist(role=Role.COST_OPTIMIZER, mandate="", rules=says(opinion()))

    [one] = spoken(RulesVoice(stands_in=True), who)

    assert one.stands_in


def test_who_has_no_rules_can_not_speak_by_them() -> None:
    with pytest.raises(VoiceError, match="coordinator has no rules"):
        spoken(RulesVoice(), Specialist(role=Role.COORDINATOR, mandate=""))
