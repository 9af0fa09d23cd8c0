"""Series in the database: chunks, the open rows before them, rollups and what finds them."""
