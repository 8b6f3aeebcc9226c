"""Where a database is, and who we are there."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Endpoint:
    """An address to speak Bolt with; the password stays out of what is printed of it."""

    uri: str
    user: str
    password: str = field(repr=False)
