"""Parameters into commands: what is refused, and that nothing slips in beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.act.contract import CGROUP, PATTERNS, PORT, SIZE, command, either, filled
from hexascope.act.remedies.raise_cpu_quota import raise_cpu_quota
from hexascope.act.remedies.raise_memory_limit import raise_memory_limit
from hexascope.act.remedies.set_sysctl import set_sysctl
from hexascope.domain.remedy import ParameterKind, Remedy, proposal

ANY_TEXT = st.text(max_size=40)


def test_parameters_are_put_into_words_and_input() -> None:
    ready = filled(raise_cpu_quota, proposal("raise_cpu_quota", cgroup="/web", cpus="1.5"))

    first, second = ready.change
    assert first.words == ("tee", "/sys/fs/cgroup/cpu/web/cpu.cfs_quota_us")
    assert (first.input, second.input) == ("150000", "150000 100000")


def test_what_the_look_shows_stays_open_for_who_carries_out() -> None:
    ready = filled(raise_cpu_quota, proposal("raise_cpu_quota", cgroup="/web", cpus="2"))

    assert ready.undo[0].input == "{shown}"


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"cgroup": "/web"}, "needs the parameter 'cpus'"),
        ({"cgroup": "/web", "cpus": "2", "more": "1"}, "no parameter 'more'"),
        ({"cgroup": "web", "cpus": "2"}, "is no cgroup"),
        ({"cgroup": "/../../etc", "cpus": "2"}, "is no cgroup"),
        ({"cgroup": "/web\n", "cpus": "2"}, "is no cgroup"),
        ({"cgroup": "/web", "cpus": "-1"}, "is no number"),
        ({"cgroup": "/web", "cpus": "nan"}, "is no number"),
        ({"cgroup": "/web", "cpus": "0"}, "not within"),
        ({"cgroup": "/web", "cpus": "5000"}, "not within"),
    ],
)
def test_a_wrong_parameter_is_refused_with_the_reason(
    parameters: dict[str, str], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        filled(raise_cpu_quota, proposal("raise_cpu_quota", **parameters))


def test_a_value_that_looks_like_a_parameter_stays_what_it_is() -> None:
    ready = filled(
        raise_memory_limit, proposal("raise_memory_limit", bytes="2097152", cgroup="/{bytes}")
    )

    assert ready.change[0].words[1] == "/sys/fs/cgroup/memory/{bytes}/memory.limit_in_bytes"


@pytest.mark.parametrize(
    "kind",
    list(ParameterKind),
)
def test_no_value_may_begin_with_a_dash(kind: ParameterKind) -> None:
    assert not PATTERNS[kind].fullmatch("-x")
    assert not PATTERNS[kind].fullmatch("-1")


@pytest.mark.parametrize("kind", [ParameterKind.PID, ParameterKind.PORT, ParameterKind.NUMBER])
def test_numbers_are_plain_digits(kind: ParameterKind) -> None:
    assert PATTERNS[kind].fullmatch("443")
    assert not PATTERNS[kind].fullmatch("٤٤٣")


@given(sysctl=ANY_TEXT, value=ANY_TEXT)
def test_no_value_adds_a_word_or_a_line(sysctl: str, value: str) -> None:
    try:
        ready = filled(set_sysctl, proposal("set_sysctl", sysctl=sysctl, value=value))
    except ValueError:
        return
    [change] = ready.change
    assert change.words == ("sysctl", "-w", f"{sysctl}={value}")
    assert not set("\n\0 ") & set(change.words[2])


@given(cgroup=ANY_TEXT.map(lambda text: f"/{text}"))
def test_no_control_group_leads_out_of_its_hierarchy(cgroup: str) -> None:
    try:
        ready = filled(raise_cpu_quota, proposal("raise_cpu_quota", cgroup=cgroup, cpus="1"))
    except ValueError:
        return
    assert ".." not in ready.change[0].words[1].split("/")


def test_a_command_is_shown_as_it_is_typed() -> None:
    first, _ = either("why", "/cpu{cgroup}/x", "{cgroup}/y", input="2 3")

    assert command("why", "ss", "sport = :80").typed == "ss 'sport = :80'"
    assert first.typed == "echo '2 3' | tee '/sys/fs/cgroup/cpu{cgroup}/x'"


def test_shared_parameters_have_the_names_that_checks_use() -> None:
    assert [one.name for one in (CGROUP, PORT, SIZE)] == ["cgroup", "port", "bytes"]


def test_filling_leaves_the_catalogue_as_it_is() -> None:
    before: Remedy = raise_cpu_quota
    filled(before, proposal("raise_cpu_quota", cgroup="/web", cpus="2"))

    assert "{cgroup}" in before.change[0].words[1]
