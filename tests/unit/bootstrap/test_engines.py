"""Choosing the engine: by its name, and with a clear word where its packages are missing."""

import sys

import pytest

from hexascope import bootstrap
from hexascope.bootstrap.engines import engine
from hexascope.consult.engines.own import own
from hexascope.domain.errors import BadSettings
from hexascope.settings.read import Known, read_settings

MODULE = "hexascope.consult.engines.agent_framework"


def said(name: str) -> Known:
    return read_settings((), {}, {"panel.engine": name})


def test_our_own_is_the_default_and_imports_nothing_more() -> None:
    known = read_settings((), {})

    assert engine(known) is own
    assert bootstrap.examinations(known).engine is own


def test_a_name_that_is_none_is_refused_with_the_nearest() -> None:
    with pytest.raises(BadSettings, match="no engine 'agent-framwork'; did you mean 'agent-fr"):
        engine(said("agent-framwork"))


@pytest.mark.parametrize("name", ["", "../own", "own.own", "__init__"])
def test_only_a_name_of_an_engine_is_imported(name: str) -> None:
    with pytest.raises(BadSettings, match="there is no engine"):
        engine(said(name))


def test_where_its_packages_are_missing_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, MODULE, raising=False)
    monkeypatch.setitem(sys.modules, "agent_framework", None)

    with pytest.raises(BadSettings, match=r"pip install 'hexascope\[agent-framework\]'"):
        engine(said("agent-framework"))


def test_the_framework_is_an_engine_by_its_name() -> None:
    pytest.importorskip("agent_framework_orchestrations")

    made = engine(said("agent-framework"))

    assert type(made).__name__ == "AgentFrameworkEngine"
    assert bootstrap.examinations(said("agent-framework")).engine is made
