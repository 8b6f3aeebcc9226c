"""E-mail addresses in folded text, also in words (`a dot b at example dot com`), with other signs, or turned round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from privacy.recognition.folding import BORDER, single_texts
from privacy.recognition.lists import listed
from privacy.recognition.span import Span

_DOT = r"(?: ?[(\[{](?:dot|\.)[)\]}] ?|[ _]dot[ _]| ?点 ?| \. |\.{1,3})"
_AT = re.compile(
    r"@{1,3}| {1,3}@ {1,3}| ?[(\[{<](?:at|a|@)[)\]}>] ?| ?艾特 ?| ?圈a ?| ?小老鼠 ?|#at#|_at_"
    r"|(?<=[a-z0-9_])(?P<word> at(?:-sign)? | 在 ?)(?=[a-z0-9])|(?<=[a-z0-9_])#(?=[a-z0-9])"
)
_OTHER_SIGN = re.compile(
    r"([^\w\s@.()])(?:号|字)? ?(?:改成|改为|改|换成|换为|换|替换成|代替|代表|当|=|->|means|is|for|to|instead of) ?@"
)
"""A remark that says which sign stands for the @."""
_TO_A_MAILBOX = re.compile("mail|邮|联系|write|reach|contact|发到|发给")
_LABEL = r"[a-z0-9][a-z0-9\-]{0,62}"
_DOMAIN = re.compile(rf" ?({_LABEL}(?:{_DOT}{_LABEL}){{1,5}})")
_LOCAL = re.compile(rf"(?<![a-z0-9_.%+\-])[a-z0-9_%+\-]{{1,64}}(?:{_DOT}[a-z0-9_%+\-]{{1,64}}){{0,5}} ?$")
_SHORT_LOCAL = re.compile(r"[a-z0-9_%+\-.]{1,64} ?$")
_LAST = re.compile(r"[a-z0-9\-]+$")
_LONGEST = 100
_TLDS = frozenset(listed("top_level_domains"))


def mailboxes(text: str, start: int, end: int) -> Iterator[Span]:
    """The e-mail addresses between two places of folded text."""
    if not _OTHER_SIGN.search(text, start, end):
        yield from _mailboxes(text, start, end, _AT)
        return
    for first, last in single_texts(text, start, end):
        signs = sorted({found[1] for found in _OTHER_SIGN.finditer(text, first, last)})
        other = "".join(map(re.escape, signs))
        pattern = re.compile(rf"{_AT.pattern}|(?<=[a-z0-9])[{other}](?=[a-z0-9])") if other else _AT
        yield from _mailboxes(text, first, last, pattern)


def _mailboxes(text: str, start: int, end: int, pattern: re.Pattern[str]) -> Iterator[Span]:
    done = start
    for at in pattern.finditer(text, start, end):
        if at.start() < done:
            continue
        sure = "@" in at[0]
        domain = _DOMAIN.match(text, at.end(), end)
        finish = _end_of_domain(domain, sure) if domain else 0
        window = text[max(done, at.start() - _LONGEST) : at.start()].rpartition(BORDER)[2]
        local = _LOCAL.search(window) or _SHORT_LOCAL.search(window)
        if not domain or not finish or not local or (at["word"] and not _is_meant(local, domain)):
            continue
        begin = at.start() - len(window) + local.start()
        yield Span("EMAIL", begin, finish, 0.95 if sure else 0.75, "mailbox" if sure else "mailbox_in_words")
        done = finish


def _is_meant(local: re.Match[str], domain: re.Match[str]) -> bool:
    """Whether words around `at` are a mailbox, and not `look at example.com`."""
    return (
        not re.fullmatch(r"[^点 ]+", domain[1])
        or re.search(r"[._\d点]| dot ", local[0]) is not None
        or _TO_A_MAILBOX.search(local.string[-24 - len(local[0]) : local.start()]) is not None
    )


def _end_of_domain(domain: re.Match[str], sure: bool) -> int:
    """Where the domain ends: with a known last label, or, behind an @, with any word."""
    written, place = domain[1], domain.start(1)
    while last := _LAST.search(written):
        if last.start() == 0:
            return 0
        label = last[0]
        if label in _TLDS or (sure and 2 <= len(label) <= 24 and label.replace("-", "").isalpha()):
            return place + last.end()
        known = next((each for each in listed("domains_run_on") if not sure and label.startswith(each)), "")
        if known:
            return place + last.start() + len(known)
        written = re.sub(rf"{_DOT}$", "", written[: last.start()])
    return 0
