"""The one place that every value passes on its way out: what a policy's operator makes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from privacy.policy.operators import MASK, Operator, Tokens, applied
from privacy.spans import Reader

__all__ = ["MASK", "TEXTS", "TOKENS", "finishing", "shown"]
Finish = Callable[[Any, Any], Any]
"""Takes a value, and what is known of the request."""
TOKENS, TEXTS = "tokens", "texts"
"""What makes tokens, and what reads free text, in what is known of a request."""


def finishing(operator: Operator) -> Finish | None:
    """What makes of a value that was read what goes out; nothing where it goes out as it is."""
    if operator is Operator.SHOW:
        return None
    if operator is Operator.TOKENISE:
        return lambda value, context: _each(value, context[TOKENS].token)
    if operator is Operator.SPANS:
        return lambda value, context: _each(value, context[TEXTS].masked)
    read = applied(operator)
    return lambda value, context: read(value)


def shown(operator: Operator, value: Any, tokens: Tokens, texts: Reader) -> Any:
    """A value as it may leave: itself, a part of it, or what stands for it. Masked, whether there is a value or not."""
    if operator in (Operator.MASK, Operator.AGGREGATE):
        return MASK
    finish = finishing(operator)
    return value if finish is None else finish(value, {TOKENS: tokens, TEXTS: texts})


def _each(value: Any, of: Callable[[str], str]) -> Any:
    if isinstance(value, list | tuple):
        return [_each(each, of) for each in value]
    return of(value) if isinstance(value, str) else None
