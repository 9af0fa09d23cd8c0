"""Nothing on the machine may give the answer away."""

import itertools
import random

from benchmarks.errors import Unfit
from benchmarks.examine import DEFAULT_COMMAND, command_line
from benchmarks.host.commands import absent, missing_tools
from benchmarks.host.names import neutral_names


def test_names_are_neutral_short_and_each_once() -> None:
    names = list(itertools.islice(neutral_names(random.Random(1)), 200))
    assert len(set(names)) == 200
    assert all(name.startswith("svc-") and len(name) < 10 for name in names)


def test_a_missing_tool_is_told_with_the_package_that_brings_it() -> None:
    assert absent(["no-such-tool-here"]) == ["no-such-tool-here"]
    assert "apt-get install iproute2 nftables" in missing_tools(["ip", "nft"])
    assert issubclass(Unfit, Exception)


def test_the_command_gets_its_window() -> None:
    words = command_line(DEFAULT_COMMAND, 15.0)
    assert words[words.index("--window") + 1] == "15s"
    assert "--no-keep" in words


def test_a_run_that_is_kept_is_not_told_to_keep_nothing() -> None:
    assert "--no-keep" not in command_line(DEFAULT_COMMAND, 15.0, keeps=True)
