"""stub"""


def draft() -> None:
    """Draft.

    Example: graph-platform sources draft x
    """
