"""What lasts, kept by a database: SQLite for one process, PostgreSQL for many machines."""
