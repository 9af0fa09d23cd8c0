"""What a call is: a function from words to plain values; raises NotHere or OSError."""

from collections.abc import Callable

from hexascope.collect.contract import Json

Call = Callable[..., Json]
