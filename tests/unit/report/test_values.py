from dataclasses import replace

from hexascope.domain.snapshot import Reading
from hexascope.report.investigation import probes_shown
from hexascope.report.values import value_shown
from hexascope.words import Language
from tests.support.cases import fact
from tests.support.profiled import profiled


def test_a_value_is_shown_in_the_unit_of_its_family() -> None:
    english, portuguese = Language.ENGLISH, Language.PORTUGUESE

    assert value_shown(Reading("profile.top_share", (), 0.6, "x"), english) == "60%"
    assert value_shown(Reading("socket_probe.rtt", (), 0.0015, "x"), portuguese) == "1,5 ms"
    assert value_shown(fact("profile.samples", 122.0), english) == "122"
    assert value_shown(Reading("log.line", (), "a\x1bb", "x"), english) == "a\\x1bb"
    assert value_shown(Reading("no.such", (), 2.5, "x"), english) == "2.5"


def test_what_a_probe_answered_is_shown_without_the_pid() -> None:
    about = profiled()
    labels = (("frame", "deflate\x1b"), ("pid", "7"))
    reading = Reading("profile.top_share", labels, 0.6, "x")
    (result,) = about.probed
    told = replace(about, probed=(replace(result, readings=(reading,) * 9),))
    (shown,) = probes_shown(told, Language.ENGLISH)

    assert shown.told == ("profile.top_share deflate\\x1b 60%",) * 6
    assert shown.answers == 9
