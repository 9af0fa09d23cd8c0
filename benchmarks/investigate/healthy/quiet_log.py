"""Twin of log-storm: the same database and volume, and a service that logs little."""

from benchmarks.contract import Case, Scene
from benchmarks.host.bench import Bench
from benchmarks.investigate.cases.log_storm import (
    commits,
    log_storm,
    start_database,
    start_logger,
)

LINES = 5


def _make(bench: Bench) -> Scene:
    group, volume, _, clients = start_database(bench)
    start_logger(bench, group, volume, LINES, 0.5)
    return Scene(signals=(commits(clients, least=15),))


quiet_log = Case(
    name="quiet-log",
    tells="A service logs ten lines a second on the slow volume of a database.",
    make=_make,
    tools=log_storm.tools,
    controllers=log_storm.controllers,
)
