"""The one place that every value passes on its way out: what a policy's operator makes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from privacy.policy.operators import MASK, Operator, Tokens, applied
from privacy.spans import masked_text

__all__ = ["MASK", "finishing", "shown"]
Finish = Callable[[Any, Any], Any]
"""Takes a value, and what is known of the request."""
TOKENS = "tokens"
"""What makes tokens, in what is known of a request."""


def finishing(operator: Operator) -> Finish | None:
    """What makes of a value that was read what goes out; nothing where it goes out as it is."""
    if operator is Operator.SHOW:
        return None
    if operator is Operator.TOKENISE:
        return lambda value, context: _tokenised(value, context[TOKENS])
    read = applied(operator, masked_text)
    return lambda value, context: read(value)


def shown(operator: Operator, value: Any, tokens: Tokens) -> Any:
    """A value as it may leave: itself, a part of it, or what stands for it. Masked, whether there is a value or not."""
    if operator in (Operator.MASK, Operator.AGGREGATE):
        return MASK
    finish = finishing(operator)
    return value if finish is None else finish(value, {TOKENS: tokens})


def _tokenised(value: Any, tokens: Tokens) -> Any:
    if isinstance(value, list | tuple):
        return [_tokenised(each, tokens) for each in value]
    return tokens.token(value) if isinstance(value, str) else None
