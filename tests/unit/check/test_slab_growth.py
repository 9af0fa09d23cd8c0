import pytest

from hexascope.check.checks.slab_growth import slab_growth
from hexascope.domain.case import Case
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings, reading


def about(
    share: float = 0.2,
    free: float = 0.5,
    names: float = 0.0,
    *,
    root: bool = True,
    size: float = 2.0**30,
) -> Case:
    caches = [
        reading("memory.slab_cache", 2e10, cache="dentry"),
        reading("memory.slab_cache", 1e10, cache="ext4_inode_cache"),
        reading("memory.slab_cache", 9e9, cache="leaky_driver"),
    ]
    return case(
        fact("memory.slab_share", share),
        fact("memory.free_share", free),
        last=[
            reading("memory.negative_dentries", names),
            reading("memory.size", size, **{"class": "SUnreclaim"}),
            *(caches if root else []),
        ],
    )


@pytest.mark.parametrize(("free", "severity"), [(0.10, Severity.LOW), (0.09, Severity.MEDIUM)])
def test_the_largest_cache_is_named_and_it_is_graver_where_memory_is_short(
    free: float, severity: Severity
) -> None:
    [finding] = findings(slab_growth, about(free=free))

    assert finding.severity is severity
    assert dict(finding.description.values)["cache"] == "leaky_driver"  # others can shrink


def test_without_root_it_says_that_it_could_not_see_which() -> None:
    [finding] = findings(slab_growth, about(root=False))

    assert "root" in finding.description.template


def test_millions_of_names_in_vain_are_told_and_fewer_are_not() -> None:
    [finding] = findings(slab_growth, about(share=0.05, names=20_000_000))

    assert finding.title.numbers() == {"number": 20_000_000}
    assert findings(slab_growth, about(share=0.149, names=19_999_999)) == []


def test_what_containers_take_of_a_small_machine_is_fine() -> None:
    assert findings(slab_growth, about(size=2.0**29 - 1)) == []
    assert len(findings(slab_growth, about(size=2.0**29))) == 1


def test_both_troubles_at_once_are_both_told() -> None:
    assert len(findings(slab_growth, about(names=20_000_000))) == 2
