"""What a tenant may set for itself, and what its limits do to it."""

import pytest

from hexascope.bootstrap.serving.tenancy import checked_for_tenant, may_set, within
from hexascope.domain.errors import BadSettings
from hexascope.domain.limits import in_force
from hexascope.settings.read import over, read_settings

SERVER = read_settings((), {}, {"panel.models": "openai/gpt-5-mini"})
USUAL = in_force({}, {})


def refusal(values: dict[str, object], limits: dict[str, float] | None = None) -> str:
    with pytest.raises(BadSettings) as refused:
        checked_for_tenant(SERVER, values, limits or USUAL)
    return str(refused.value)


def test_values_of_a_tenant_lie_over_those_of_the_server() -> None:
    mine = over(SERVER, {"panel.models": "", "panel.max_rounds": 1}, "tenant acme")

    assert (mine.settings.panel.models, mine.settings.panel.max_rounds) == ("", 1)
    assert mine.origins["panel.max_rounds"].source == "tenant acme"
    assert mine.origins["panel.mode"].source == "default"
    assert over(SERVER, {}, "tenant acme").origins["panel.models"].source == "flag"


def test_what_a_tenant_may_set_is_taken() -> None:
    values = {
        "panel.models": "openai/gpt-5",
        "goals.cpu_utilization": 0.5,
        "goals.constraints": ["no restarts"],
        "checks.cpu_saturation.enabled": False,
    }
    checked_for_tenant(SERVER, values, USUAL)
    checked_for_tenant(SERVER, {}, USUAL)


@pytest.mark.parametrize(
    "name",
    [
        "panel.base_url",
        "panel.key_file",
        "panel.config_list",
        "panel.allow_code",
        "panel.sandbox",
        "panel.sandbox_level",
        "server.store",
        "server.master_key_file",
        "oidc.issuer",
        "keep.newest",
        "prometheus.url",
        "applications.mysql.user",
        "models.openai/x.base_url",
        "models.openai/x.key_file",
    ],
)
def test_what_reaches_beyond_the_tenant_is_the_instances_alone(name: str) -> None:
    assert not may_set(name)
    with pytest.raises(BadSettings):
        checked_for_tenant(SERVER, {name: "/etc/shadow"}, USUAL)


def test_a_name_that_is_none_is_refused_with_the_nearest_one() -> None:
    assert "did you mean 'panel.max_rounds'?" in refusal({"panel.max_round": 1})
    assert "did you mean" in refusal({"checks.cpu_saturate.enabled": False})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("panel.max_rounds", "many"),
        ("panel.max_rounds", -1),
        ("panel.max_rounds", 6),
        ("panel.mode", "loud"),
        ("panel.cache_seconds", 86_401.0),
        ("goals.cpu_utilization", float("nan")),
        ("goals.cpu_utilization", "half"),
        ("checks.cpu_saturation.nothing", 1),
    ],
)
def test_values_are_refused_as_in_a_file(name: str, value: object) -> None:
    assert name.rpartition(".")[2] in refusal({name: value}) or "mode" in refusal({name: value})


def test_a_limit_holds_what_is_set_and_what_was_set_before() -> None:
    limits = {**USUAL, "day_tokens": 1000.0, "keep_days": 30.0}

    checked_for_tenant(SERVER, {"panel.day_tokens": 1000}, limits)
    assert "limit is 1000" in refusal({"panel.day_tokens": 1001}, limits)
    lowered = within(SERVER, limits)
    assert lowered.settings.panel.day_tokens == 1000
    assert lowered.settings.server.keep_hours_days == 30.0
    assert lowered.settings.server.keep_days == 14.0
    assert within(SERVER, USUAL) is SERVER


def test_too_many_settings_are_refused() -> None:
    assert "500 at most" in refusal({f"prices.h{number}": 1.0 for number in range(501)})
