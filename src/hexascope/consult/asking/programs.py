"""What programs did in the window, where no finding tells of them."""

from collections.abc import Iterator, Mapping

from hexascope.consult.asking.question import Asked
from hexascope.consult.asking.statement import LONGEST_NAME, Statement
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import Text, text
from hexascope.kit.visible import cut, visible


def of_program(name: str, asked: Asked, case: Case) -> Iterator[Statement]:
    """Say what a program did in the window, where no finding blames it or names it a victim."""
    ran = [one for one in case.rows(ProcessUse) if one.now.comm.lower() == name]
    busiest = max(ran, key=lambda one: (one.cpu_share, -one.now.pid))
    pid = str(busiest.now.pid)
    shown = cut(visible(busiest.now.comm), LONGEST_NAME)
    used = _of_process("process.cpu_share", busiest.cpu_share, busiest)
    waited = _of_process("process.block_delay_share", busiest.block_delay_share, busiest)
    yield Statement(
        said=text(
            "{name} ran in the window; its busiest process (pid {pid}) used {cpu:percent} of a CPU"
            " and waited for disks {disk:percent} of the time.",
            name=shown,
            pid=pid,
            cpu=busiest.cpu_share,
            disk=busiest.block_delay_share,
        ),
        proofs=(used, waited),
    )
    if not asked.findings:
        yield Statement(
            said=text("No finding blames {name}, and none names it a victim.", name=shown)
        )


def _of_process(family: str, value: float, use: ProcessUse) -> Evidence:
    return evidence(
        family, value, source="/proc/PID/stat", window_s=use.seconds, pid=str(use.now.pid)
    )


_NONE_RAN: Mapping[str, str] = {
    "database": "No database ran here under a name that is known for one.",
    "web server": "No web server ran here under a name that is known for one.",
    "cache": "No cache server ran here under a name that is known for one.",
    "queue": "No message broker ran here under a name that is known for one.",
}


def not_running(kind: str, case: Case) -> Statement:
    if not case.rows(ProcessUse):
        return Statement(said=text("Which programs ran is not known: their table was not kept."))
    return Statement(said=Text(_NONE_RAN[kind]), proofs=tuple(case.of("process.count"))[:1])
