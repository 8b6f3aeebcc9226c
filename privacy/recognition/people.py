"""Names that no graph has to know: behind a word that says that one comes, or before a form of address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from graph_platform.words import words
from privacy.recognition.folding import BORDER
from privacy.recognition.span import Span

_LED = re.compile(
    r"(?:姓名|联系人|收件人|收货人|寄件人|经办人|负责人|法人代表|法定代表人|委托人|投保人|被保险人|持卡人|开户名|户名|我叫|本人叫|名叫|签字人|驾驶员|车主)(?:姓名)?[ ]?(?:是|为|叫|:|=)?[ \"]{0,2}"
    r"(?P<zh>[\u4e00-\u9fff]{2,4})"
)
_ADDRESSED = r"先生|女士|小姐|师傅|太太|同学|医生|律师|老师|教授"
_NOT_NAMES = frozenset(
    "电话号码地址信息不在不详未知变更修改什么如何怎么错误名称微信邮箱手机是谁怎样证件先生女士"
)
_LED_EN = re.compile(
    r"(?:my name is|name ?: ?|full name ?: ?|i am called|this is|dear|mr\.?|mrs\.?|ms\.?|miss|dr\.?|prof\.?|contact person ?: ?|signed by|cardholder ?: ?|recipient ?: ?)[ ]{0,2}"
)
_LATIN_NAME = re.compile(
    r"[A-Z][a-zà-ž'’\-]+(?: [A-Z]\.)?(?: (?:van|von|de|der|la|bin|al))?(?: [A-Z][a-zà-ž'’\-]+){0,2}"
)
_MANY_FIRST = frozenset(
    "Sir Madam Team Customer Support All Everyone Service Card Bank Manager The Friend Colleague".split()
)


def led_names(text: str, source: str, start: int, end: int) -> Iterator[Span]:
    """Names behind words such as 联系人 or `my name is`, and before 先生 and its like, between two places.

    `text` is folded, `source` the same before it was.
    """
    surnames = _surnames()
    for found in _LED.finditer(text, start, end):
        size = _length_of_name(found["zh"], surnames)
        if size:
            begin = found.start("zh")
            yield Span("PERSON", begin, begin + size, 0.7, "name_by_word")
    for found in _addressed().finditer(text, start, end):
        yield Span("PERSON", found.start(), found.end(), 0.7, "name_with_address")
    for found in _LED_EN.finditer(text, start, end):
        if text[found.start() - 1 : found.start()].isalpha() and found.start() > start:
            continue
        name = _LATIN_NAME.match(source, found.end(), end)
        strong = found[0].strip() not in ("this is", "dear", "name:", "name :")
        if name and name[0].split()[0] not in _MANY_FIRST and (strong or " " in name[0]):
            yield Span("PERSON", name.start(), name.end(), 0.6, "name_by_word")


def _length_of_name(written: str, surnames: frozenset[str]) -> int:
    if written[:2] in _NOT_NAMES or any(
        written.startswith(word)
        for word in (
            "电话",
            "号码",
            "信息",
            "地址",
            "不",
            "未",
            "名称",
            "变更",
            "修改",
            "和",
            "是",
            "怎",
            "如何",
            "什么",
            "手机",
            "微信",
            "方式",
        )
    ):
        return 0
    surname = 2 if written[:2] in surnames else 1 if written[0] in surnames else 0
    if not surname:
        return 0
    return min(len(written), surname + 2) if len(written) != surname + 3 else surname + 2


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    return words("surnames") | words("compound_surnames")


@lru_cache(maxsize=1)
def _addressed() -> re.Pattern[str]:
    double = "|".join(sorted(words("compound_surnames")))
    # some surnames are words of everyday: 和 that, 有 a, 从 the
    single = "".join(sorted(words("surnames") - set("和时从那有成全干关于向应安方单连车曾平能强包后")))
    return re.compile(
        rf"(?:{double}|(?<![\u4e00-\u9fff])[{single}][\u4e00-\u9fff]{{0,2}}|[{single}])(?:{_ADDRESSED})(?<!{BORDER})"
    )
