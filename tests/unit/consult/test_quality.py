"""Quality tiers: by how many analysts answered."""

import pytest

from hexascope.consult.quality import quality


@pytest.mark.parametrize(
    ("answered", "name", "cap"),
    [
        (4, "excellent", 95),
        (3, "good", 88),
        (2, "basic", 80),
        (1, "fallback", 80),
        (0, "fallback", 80),
    ],
)
def test_the_tier_follows_from_how_many_analysts_answered(
    answered: int, name: str, cap: int
) -> None:
    tier = quality(answered, by_model=True)

    assert (tier.name, tier.confidence_cap) == (name, cap)


@pytest.mark.parametrize("answered", range(5))
def test_without_a_model_the_quality_is_that_of_rules(answered: int) -> None:
    assert quality(answered, by_model=False).name == "rules"
