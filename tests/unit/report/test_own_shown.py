"""A user's own specialist is seen in every report for people and for programs."""

from dataclasses import replace
from importlib import import_module

import pytest

from hexascope.domain.text import text
from hexascope.report.contract import Manner
from tests.support.examinations import examination
from tests.support.panel import opinion


@pytest.mark.parametrize("name", ["terminal", "markdown", "html", "json", "compat"])
def test_what_it_says_is_shown_with_its_name(name: str) -> None:
    made = examination()
    said = opinion("storage_owner", item="storage_owner.slow", advice=text("Our disk is slow."))
    shown = getattr(import_module(f"hexascope.report.formats.{name}"), name).write(
        replace(made, opinions=(*made.opinions, said, said)), Manner()
    )

    assert "storage_owner" in shown.replace("storage owner", "storage_owner")
    assert "Our disk is slow." in shown


@pytest.mark.parametrize("name", ["terminal", "markdown", "html", "json"])
def test_that_it_is_absent_is_shown_with_the_reason(name: str) -> None:
    made = replace(examination(), absent={"storage_owner": "it has no rules"})
    shown = getattr(import_module(f"hexascope.report.formats.{name}"), name).write(made, Manner())

    assert "it has no rules" in shown


def test_what_it_says_twice_is_told_once_on_a_terminal() -> None:
    from hexascope.report.formats.terminal import terminal

    made = examination()
    said = opinion("storage_owner", item="storage_owner.slow", advice=text("Our disk is slow."))
    shown = terminal.write(replace(made, opinions=(*made.opinions, said, said)), Manner())

    assert shown.count("Our disk is slow.") == 1
