"""What somebody typed because the form would not let them go on, and what many share by its nature."""

from __future__ import annotations

import re
from dataclasses import replace

from graph_platform.cleaning import is_placeholder
from graph_platform.resolution.party import Party
from graph_platform.words import words

FREE_MAIL = words("free_mail")
_ROLE = words("role_mailboxes")
_NAMES = re.compile(
    r"(?:test|tests|testing|测试|测试用户|unknown|anonymous|匿名|n/?a|none|null|xxx+|aaa+|abc|asdf|暂无|未知|无|不详|user|用户|customer|客户|"
    r"先生|女士|admin|管理员|guest|访客|个人|散户|-+|\.+)[0-9]*",
    re.I,
)
_PHONES = frozenset(
    [
        "+8613800138000",
        "+8613888888888",
        "+8613900139000",
        "+8613000000000",
        "+8613100000000",
        "+8618888888888",
        "+8612345678901",
        "+8613811111111",
        "+8613512345678",
        "+8613012345678",
        "+8613912345678",
        "+8615888888888",
    ]
)
_TAILS = frozenset(phone[-8:] for phone in _PHONES)
_BIRTHS = frozenset(
    ("1900-01-01", "1970-01-01", "1990-01-01", "1980-01-01", "2000-01-01", "1901-01-01", "1900", "1970")
)


def is_role_mailbox(mail: str) -> bool:
    """Whether an address is an office's and not a person's."""
    return not _ROLE.isdisjoint(re.split(r"[._+\-]", mail.partition("@")[0]))


_AGENT = re.compile(
    r"集中登记|集中注册|托管|代理注册|\bc/o\b|\bp\.? ?o\.? box\b|registered agent|virtual office|邮政信箱",
    re.I,
)


def without_placeholders(party: Party) -> Party:
    """The party without values that stand for none, nor its registration agent's."""
    if _AGENT.search(party.address):
        party = replace(party, address="", phones=(), phone_tails=(), mobile_tails=())
    return replace(
        party,
        names=tuple(name for name in party.names if not _NAMES.fullmatch(name.strip())),
        phones=tuple(phone for phone in party.phones if not _is_made_up(phone)),
        phone_tails=tuple(tail for tail in party.phone_tails if not _is_made_up_tail(tail)),
        mobile_tails=tuple(tail for tail in party.mobile_tails if not _is_made_up_tail(tail)),
        emails=tuple(mail for mail in party.emails if not _is_tried(mail)),
        numbers=tuple(number for number in party.numbers if not is_placeholder(number)),
        birth_date="" if party.birth_date in _BIRTHS else party.birth_date,
    )


_REPEATED = re.compile(r"(\d)\1{6}")


def _is_made_up(phone: str) -> bool:
    return phone in _PHONES or _REPEATED.search(phone) is not None


def _is_made_up_tail(tail: str) -> bool:
    return tail in _TAILS or tail in "0123456789012345678" or _REPEATED.search(tail) is not None


def _is_tried(mail: str) -> bool:
    mailbox = mail.partition("@")[0]
    return (
        re.fullmatch(
            r"(?:test|xxx+|aaa+|abc|asdf|a|123+|none|null|na|no|noemail|nomail|unknown)[0-9]*", mailbox
        )
        is not None
    )
