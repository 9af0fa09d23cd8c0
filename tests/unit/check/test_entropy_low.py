from hexascope.check.checks.entropy_low import entropy_low
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings


def test_a_pool_that_is_nearly_empty_is_told() -> None:
    about = case(fact("entropy.available", 150), fact("entropy.pool", 4096))

    [finding] = findings(entropy_low, about)

    assert finding.severity is Severity.LOW


def test_a_small_pool_that_is_full_and_a_large_one_with_enough_are_left_alone() -> None:
    for bits, pool in ((256, 256), (151, 4096), (150, 256)):
        about = case(fact("entropy.available", bits), fact("entropy.pool", pool))
        assert findings(entropy_low, about) == []
