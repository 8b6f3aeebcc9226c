"""Addresses on the net: e-mail, domains, pages, accounts."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, unquote, urlsplit

from graph_platform.cleaning.outcome import Clean, Unclean
from graph_platform.cleaning.wording import one_line, plain
from graph_platform.facts import Formats
from graph_platform.ontology import Property

_LABEL = r"[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+(?:[a-z]{{2,63}}|xn--[a-z0-9\-]{{2,59}})")
_USUAL_EMAIL = re.compile(
    r"(?=.{6,64}$)[a-z0-9_]+(?:[.+\-][a-z0-9_]+)*@(?:[a-z0-9](?:[a-z0-9]|-(?!-)){0,61}\.)+[a-z]{2,24}"
)
_DISPLAYED = re.compile(r"[^<>]*<\s*([^<>\s]+)\s*>")


def clean_email(said: Clean, formats: Formats, declared: Property) -> str:
    """An address in lower case, which nobody has asked the net about: `example.com` and `.invalid` are let in."""
    text = plain(said).casefold()
    if _USUAL_EMAIL.fullmatch(text) and "-." not in text:
        return text
    return _unusual_email(text)


@lru_cache(maxsize=4096)
def _unusual_email(text: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    displayed = _DISPLAYED.fullmatch(text)
    text = (displayed[1] if displayed else text).removeprefix("mailto:").partition("?")[0]
    try:
        found = validate_email(text, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        raise Unclean("is not an e-mail address") from None
    host = found.ascii_domain.casefold()
    if not _HOST.fullmatch(host):
        raise Unclean("is not an e-mail address")
    return f"{found.local_part.casefold()}@{host}"


def clean_domain(said: Clean, formats: Formats, declared: Property) -> str:
    """A domain name in ASCII, without `www`: out of a page's or a mail's address, too."""
    text = plain(said).casefold()
    if "@" in text and "/" not in text:
        text = text.rpartition("@")[2]
    if "//" not in text:
        text = "//" + text
    host = _host(_split(text))
    return host.removeprefix("www.") if host.count(".") > 1 else host


def clean_url(said: Clean, formats: Formats, declared: Property) -> str:
    """A page's address with scheme and host in lower case; nothing that runs, and no password in it."""
    text = plain(said)
    if re.search(r"\s", text):
        raise Unclean("has a blank in it")
    if text.startswith("//"):
        text = "https:" + text
    elif not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:(?![0-9])", text):
        text = "https://" + text
    parts = _split(text)
    if parts.scheme.casefold() not in ("http", "https", "ftp"):
        raise Unclean("is not the address of a page")
    if parts.username is not None or parts.password is not None:
        raise Unclean("has a user's name or password in it")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    path = parts.path if parts.path != "/" or parts.query or parts.fragment else ""
    query = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    return f"{parts.scheme.casefold()}://{_host(parts)}{port}{path}{query}"


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port, parts.hostname
    except ValueError:
        raise Unclean("is not an address on the net") from None
    return parts


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        host = _ascii_host(host)
    if not _HOST.fullmatch(host) or len(host) > 253:
        raise Unclean("is not a domain name")
    return host


@lru_cache(maxsize=1024)
def _ascii_host(host: str) -> str:
    import idna

    try:
        return idna.encode(host, uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        raise Unclean("is not a domain name") from None


_PLATFORMS = {
    **{
        "github.com": "github",
        "gitlab.com": "gitlab",
        "gitee.com": "gitee",
        "x.com": "x",
        "twitter.com": "x",
    },
    **{
        "linkedin.com": "linkedin",
        "facebook.com": "facebook",
        "instagram.com": "instagram",
        "weibo.com": "weibo",
    },
    **{
        "space.bilibili.com": "bilibili",
        "youtube.com": "youtube",
        "zhihu.com": "zhihu",
        "douyin.com": "douyin",
    },
}
_ALIASES = {
    "twitter": "x",
    "微博": "weibo",
    "抖音": "douyin",
    "微信": "wechat",
    "知乎": "zhihu",
    "哔哩哔哩": "bilibili",
}
_FOLDED = frozenset(("github", "gitlab", "gitee", "x", "linkedin", "instagram", "facebook"))
"""Platforms on which a handle is the same in capitals."""
_BEFORE_HANDLE = frozenset(("in", "user", "people", "u", "company", "channel", "c"))
_ACCOUNT = re.compile(
    r"(?P<platform>[A-Za-z\u4e00-\u9fff][A-Za-z0-9_.\-\u4e00-\u9fff]*)\s*:\s*@?(?P<handle>[^\s:/@][^\s:/]{0,100})"
)


def clean_account(said: Clean, formats: Formats, declared: Property) -> str:
    """`platform:handle`, also out of a profile page's address."""
    text = plain(said)
    if re.match(r"https?://|www\.", text, re.I):
        text = _account_of_page(clean_url(text, formats, declared))
    found = _ACCOUNT.fullmatch(text)
    if not found:
        raise Unclean("is not platform:handle")
    platform = found["platform"].casefold()
    platform = _ALIASES.get(platform, platform)
    handle = one_line(found["handle"].casefold()) if platform in _FOLDED else found["handle"]
    return f"{platform}:{handle}"


def _account_of_page(url: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    steps = [unquote(step) for step in parts.path.split("/") if step]
    if len(steps) > 1 and steps[0] in _BEFORE_HANDLE:
        steps = steps[1:]
    if host not in _PLATFORMS or len(steps) != 1:
        raise Unclean("is not the page of an account")
    return f"{_PLATFORMS[host]}:{steps[0]}"
