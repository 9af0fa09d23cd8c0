"""Findings → verdict: six specialists, heard at once, with their dissent kept."""
