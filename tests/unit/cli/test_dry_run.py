"""A dry run says what a panel could have done, and how many calls more that may take."""

import time
from dataclasses import replace
from typing import Any

import pytest

from hexascope.cli.dry_run import show_dry_run
from hexascope.domain.errors import BadSettings
from hexascope.llm.contract import Endpoint
from hexascope.report.values import value_shown
from hexascope.services.models import ModelVoices
from hexascope.words import Language
from tests.support.errands import CASE, errands
from tests.support.models import wires


def voices(**fields: Any) -> ModelVoices:
    endpoint = Endpoint(
        name="compatible/x", provider="compatible", model="x", base_url="http://127.0.0.1:9/v1"
    )
    return ModelVoices(
        endpoints=(endpoint,),
        wires=wires(),
        language=Language.ENGLISH,
        show=lambda piece: value_shown(piece, Language.ENGLISH),
        clock=time.monotonic,
        nonce=lambda: "n0nce",
        mode="full",
        **fields,
    )


def told(capsys: pytest.CaptureFixture[str], *, live: bool = True, code: bool = False) -> str:
    sends = errands(live=live)
    case = replace(CASE, offers=sends.offers(CASE))
    show_dry_run(voices(code=code), case, sends)
    return capsys.readouterr().err


def test_probes_that_may_be_asked_for_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    shown = told(capsys)

    assert "may have 3 probes run on this host, of these: measure on worker." in shown
    assert "Up to 4 calls more" in shown
    assert "programs" not in shown


def test_programs_are_named_where_they_are_allowed(capsys: pytest.CaptureFixture[str]) -> None:
    assert "2 programs run over the evidence, in a sandbox" in told(capsys, code=True)


def test_where_nothing_may_be_asked_for_nothing_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shown = told(capsys, live=False)

    assert "probes" not in shown
    assert "brings evidence" not in shown


def test_without_a_model_there_is_nothing_to_show() -> None:
    with pytest.raises(BadSettings, match="--model"):
        show_dry_run(None, CASE)
