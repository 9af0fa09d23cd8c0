"""Find the question that reads a whole table, and give it an index."""

from hexascope.act.contract import PID, command, expect
from hexascope.domain.remedy import Remedy, Risk
from hexascope.domain.text import text

add_index = Remedy(
    name="add_index",
    title=text("Find the question that reads a whole table, and give it an index"),
    why_it_matters=(
        "A question without a fitting index costs as much as the table is large: it gets slower"
        " with each row, and takes CPUs and caches from all others."
    ),
    what_to_do=(
        "See which table is read in sequence and by which question; look at its plan with EXPLAIN"
        " (ANALYZE, BUFFERS). Make the index without locking writers (CREATE INDEX CONCURRENTLY),"
        " and refresh the statistics (ANALYZE). A small table needs none."
    ),
    parameters=(PID,),
    look=(
        command(
            "See what the session asks",
            "psql",
            "-c",
            "SELECT pid, state, left(query, 200) FROM pg_stat_activity WHERE pid = {pid}",
        ),
        command(
            "See which tables are read through most",
            "psql",
            "-c",
            "SELECT relname, seq_scan, seq_tup_read, idx_scan FROM pg_stat_user_tables ORDER BY"
            " seq_tup_read DESC LIMIT 5",
        ),
    ),
    change=(),
    undo=(),
    verify=(),
    risk=Risk.NONE,
    risk_text=text("Looking changes nothing; what follows is for a person to decide."),
    expects=(expect("database.statement_s", "down", "A statement takes less CPU time."),),
)
