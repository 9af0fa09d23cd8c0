"""What a look costs, beside peers that gather the same information."""
