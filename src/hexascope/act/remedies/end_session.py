"""End a database session that holds locks."""

from hexascope.act.contract import STOPPABLE, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

end_session = Remedy(
    name="end_session",
    title=text("End the database session that holds the locks"),
    why_it_matters=(
        "A transaction that nobody ends keeps its locks: whoever needs the same rows waits, holds"
        " a connection meanwhile, and soon none is left."
    ),
    what_to_do=(
        "Let its application commit or roll back if it can. Else end the session: the server rolls"
        " its transaction back. Then let idle_in_transaction_session_timeout end the next one, and"
        " find why the application waited for something else within a transaction."
    ),
    parameters=(STOPPABLE,),
    look=(
        command("See whose session it is", "ps", "-o", "pid,stat,lstart,args", "-p", "{pid}"),
        command(
            "See what it did last, and who waits for it",
            "psql",
            "-c",
            "SELECT pid, usename, application_name, state, xact_start, left(query, 80) FROM"
            " pg_stat_activity WHERE pid = {pid} OR {pid} = ANY(pg_blocking_pids(pid))",
        ),
    ),
    change=(command("End it", "psql", "-c", "SELECT pg_terminate_backend({pid})"),),
    undo=(),
    verify=(command("See that it is gone", "ps", "-o", "pid,stat,args", "-p", "{pid}"),),
    risk=Risk.MEDIUM,
    risk_text=text(
        "It can't be undone: what its transaction has changed is rolled back, and its application"
        " gets an error."
    ),
    expects=(expect("database.waiting", "down", "Fewer sessions wait."),),
)
