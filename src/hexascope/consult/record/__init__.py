"""The record of a panel: who was asked, what came back, what was struck."""
