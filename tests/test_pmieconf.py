"""Each rule of Performance Co-Pilot's pmieconf has a check, or a reason why it can't be decided."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from hexascope.bootstrap import plugin_names

RULES: dict[str, dict[str, Any]] = tomllib.loads(
    Path("docs/reference/pmieconf.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_has_a_check_that_exists_or_a_reason(name: str) -> None:
    rule = RULES[name]

    assert rule["asks"]
    if rule["decidable"]:
        assert rule["check"] in plugin_names("check.checks")
    else:
        assert rule["reason"]
