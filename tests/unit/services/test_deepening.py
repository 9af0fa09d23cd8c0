"""Probing after a look: bounded, judged with the rest, and kept."""

from pathlib import Path

import pytest

from hexascope.domain.errors import BadSettings
from hexascope.services.deepening import refuse_elsewhere
from hexascope.services.sources.contract import Where


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (Where(address="a.hxb"), "--from a.hxb"),
        (Where(address="ssh://web-1"), "--from ssh://web-1"),
        (Where(at="03:10"), "--at 03:10"),
    ],
)
def test_probes_run_on_this_host_and_now_only(where: Where, said: str) -> None:
    with pytest.raises(BadSettings, match=f"--deep can't go with {said}: probes run on this host"):
        refuse_elsewhere(where)


def test_on_this_host_also_with_the_past_beside_it_probes_may_run(tmp_path: Path) -> None:
    assert refuse_elsewhere(Where(since="2h")) is None  # type: ignore[func-returns-value] # it must not raise
