"""The table of links between checks: what explains what, and what shows it."""

from hexascope.check.links import Link, always, touches

LINKS: tuple[Link, ...] = (
    Link(cause="cgroup_throttling", symptoms=("cpu_saturation", "run_delay"), shown=touches),
    Link(cause="filesystem_full", symptoms=("filesystem_filling",), shown=touches),
    Link(cause="single_cpu", symptoms=("cpu_saturation", "run_delay"), shown=always),
)
