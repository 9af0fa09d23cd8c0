"""The cost bench (being written)."""

import argparse


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options."""
    parser.set_defaults(do=_cost)


def _cost(options: argparse.Namespace) -> int:
    del options
    return 0
