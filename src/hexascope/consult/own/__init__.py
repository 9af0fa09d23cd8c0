"""Users' own specialists: read from files, heard beside the four analysts."""
