from dataclasses import replace

from hexascope.check.checks.context_switches import context_switches
from hexascope.check.checks.cpu_saturation import cpu_saturation
from hexascope.check.links import only_sufferer
from hexascope.check.rank import rank
from hexascope.domain.finding import Finding
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings, process, use


def both(*more: object) -> list[Finding]:
    pair = [
        use(
            process(pid=50 + n, ppid=1, comm="ping"),
            cpu_share=0.2,
            run_delay_share=0.3,
            voluntary_per_s=25_000.0,
        )
        for n in range(2)
    ]
    noise = [use(process(pid=90 + n, comm="loop"), cpu_share=0.8) for n in range(2)]
    about = case(
        fact("cpu.switch_rate", 100_000.0),
        fact("cpu.switch_rate_per_cpu", 50_000.0),
        fact("pressure.some_share", 0.9, resource="cpu"),
        fact("cpu.over_share", 1.0),
        *pair,
        *noise,
        *more,
    )
    return [*findings(context_switches, about), *findings(cpu_saturation, about)]


def test_a_storm_that_alone_waits_for_its_cpus_stands_above_the_noise_beside_it() -> None:
    first, second = rank(both())

    assert first.check == "context_switches"
    assert second.explained_by == (first.id,)
    assert second.severity is Severity.LOW


def test_where_somebody_else_waits_too_the_saturation_stands_for_itself() -> None:
    victim = use(process(pid=7, comm="web"), cpu_share=0.1, run_delay_share=0.5)

    assert rank(both(victim))[0].check == "cpu_saturation"


def test_where_nobody_is_seen_to_suffer_it_explains_its_own_doings_and_no_one_elses() -> None:
    storm, saturation = both()
    alone = replace(saturation, victims=())

    assert not only_sufferer(storm, alone)
    assert only_sufferer(storm, replace(alone, culprit=storm.culprit))
