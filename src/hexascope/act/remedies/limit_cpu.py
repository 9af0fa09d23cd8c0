"""Give the control group less weight."""

from hexascope.act.contract import CGROUP, either, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

limit_cpu = Remedy(
    name="limit_cpu",
    title=text("Give the control group less weight"),
    why_it_matters=(
        "A group with a lower weight gives way when others want the CPU, and still uses what "
        "is left over."
    ),
    what_to_do=(
        "Quarter its weight. Keep it with CPUWeight=25 in the unit, or the CPU shares of the "
        "container."
    ),
    parameters=(CGROUP,),
    look=either("See the weight now", "/cpu{cgroup}/cpu.shares", "{cgroup}/cpu.weight"),
    change=either(
        "Give it a quarter of the default weight",
        "/cpu{cgroup}/cpu.shares",
        "{cgroup}/cpu.weight",
        input="256",
        second_input="25",
    ),
    undo=either(
        "Put back what the look showed",
        "/cpu{cgroup}/cpu.shares",
        "{cgroup}/cpu.weight",
        input="{shown}",
    ),
    verify=either("Look again", "/cpu{cgroup}/cpu.shares", "{cgroup}/cpu.weight"),
    risk=Risk.MEDIUM,
    risk_text=text("The group runs slower while others want the CPU."),
    expects=(expect("process.run_delay_share", "down", "Others wait less for a CPU."),),
)
