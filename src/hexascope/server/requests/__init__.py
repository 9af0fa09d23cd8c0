"""What routes share: what they ask for, pages, deeds, cookies, waiting."""
