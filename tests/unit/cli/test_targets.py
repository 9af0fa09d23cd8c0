import pytest

from hexascope.cli.targets import target
from hexascope.domain.errors import BadSettings
from hexascope.domain.target import Target, TargetKind


def test_who_names_nothing_asks_about_the_host() -> None:
    assert target(unit="", pid="") is None


def test_a_target_is_what_was_named() -> None:
    assert target(unit="nginx", pid="") == Target(TargetKind.UNIT, "nginx")
    assert target(port="443") == Target(TargetKind.PORT, "443")


def test_two_targets_are_refused_by_their_flags() -> None:
    with pytest.raises(BadSettings, match="--unit and --port"):
        target(unit="nginx", port="443")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("pid", "0"),
        ("pid", "-1"),
        ("pid", "nginx"),
        ("pid", "9" * 30),
        ("port", "65536"),
        ("port", "https"),
        ("path", "var/lib"),
        ("cgroup", "web"),
        ("unit", "a\nb"),
        ("unit", "a" * 2000),
    ],
)
def test_a_senseless_name_is_refused_with_what_to_write(kind: str, name: str) -> None:
    with pytest.raises(BadSettings, match=f"--{kind}"):
        target(**{kind: name})
