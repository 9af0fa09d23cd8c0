"""Jobs and schedules as rows: kept, taken in turn, waited for."""
