"""Series: who measures what, the chunks of what was measured, and what is made of them."""

from sqlalchemy import BigInteger, Column, Double, Index, Integer, LargeBinary, String

from hexascope.store.database.tables.metadata import LONGEST_ID, tenanted

series_sources = tenanted(
    "series_sources",
    Column("id", BigInteger, primary_key=True),
    Column("host", String(LONGEST_ID), nullable=False),
    Column("boot", String(LONGEST_ID), nullable=False),
    Column("stream", String(LONGEST_ID), nullable=False),
    Column("step", Integer, nullable=False),
    Column("seen", Double, nullable=False),
    Index("ix_series_sources_host", "tenant", "host"),
)
"""`id` is Source.number; who seals chunks of a source holds its row. `seen`: an hour of grain."""

series_names = tenanted(
    "series_names",
    Column("host", String(LONGEST_ID), primary_key=True),
    Column("id", BigInteger, primary_key=True),
    Column("family", String(512), nullable=False),
    Column("key", String(512), nullable=False),
    Column("first", Double, nullable=False),
    Column("last", Double, nullable=False),
    Index("ix_series_names_family", "tenant", "family"),
)
"""The label index: `id` is number_of(key). `last`: an hour of grain."""

series_layouts = tenanted(
    "series_layouts",
    Column("id", String(32), primary_key=True),
    Column("packed", LargeBinary, nullable=False),
    Column("seen", Double, nullable=False),
)
"""Lists of keys, compressed, named by their hash: they never change."""

series_open = tenanted(
    "series_open",
    Column("source", BigInteger, primary_key=True),
    Column("start", BigInteger, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("first", Double, primary_key=True),
    Column("layout", String(32), nullable=False),
    Column("times", LargeBinary, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
"""Moments that no chunk holds yet: one row a batch, for the chunk that begins at `start`.

`first` is its first moment: a sender that counts from 1 again loses nothing.
"""

series_chunks = tenanted(
    "series_chunks",
    Column("source", BigInteger, primary_key=True),
    Column("resolution", Integer, primary_key=True),
    Column("start", BigInteger, primary_key=True),
    Column("end", Double, nullable=False),
    Column("layout", String(32), nullable=False),
    Column("times", LargeBinary, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("damaged", Integer, nullable=False),
    Index("ix_series_chunks_start", "tenant", "resolution", "start"),
)
"""`resolution` is 0 for what was measured, 60 and 3600 for rollups; `end` the last moment.

`times` and `data` as store/database/series/codec.py writes them; `damaged` counts blocks that were
unreadable when the chunk was written again.
"""

series_sums = tenanted(
    "series_sums",
    Column("id", BigInteger, primary_key=True),
    Column("start", BigInteger, primary_key=True),
    Column("source", BigInteger, primary_key=True),
    Column("least", Double, nullable=False),
    Column("most", Double, nullable=False),
    Column("total", Double, nullable=False),
    Column("count", Integer, nullable=False),
    Column("last", Double, nullable=False),
    Index("ix_series_sums_start", "tenant", "start"),
)
"""One row a series and chunk, for two days: the largest of many hosts are found by them."""

series_due = tenanted(
    "series_due",
    Column("resolution", Integer, primary_key=True),
    Column("start", BigInteger, primary_key=True),
    Column("source", BigInteger, primary_key=True),
)
"""Rollups that are to be made, or made again because moments came late."""

series_restamped = tenanted(
    "series_restamped",
    Column("source", BigInteger, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("sent", Double, nullable=False),
    Column("stamped", Double, nullable=False),
)
"""Batches from the future: their last moment as it was sent, and as it is kept."""
