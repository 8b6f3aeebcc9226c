"""stub"""


def health() -> None:
    """Health.

    Example: graph-platform sources health
    """
