"""What is no question that can be answered: other languages, statements, too long, or wanting a yes or no."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_platform.asking.answers import Refused, Said
from graph_platform.asking.chunks import Chunk
from graph_platform.asking.lexicon import FindingWord

LONGEST = 500
"""Characters of a question."""

_OTHER_SCRIPT = re.compile(r"[Ѐ-ӿԱ-֏֐-׿؀-ۿऀ-෿฀-๿Ⴀ-ჿᄀ-ᇿ぀-ヿ가-힯Ͱ-Ͽ]")
_CODE = re.compile(
    r"\b(?:MATCH|CALL|MERGE|UNWIND|OPTIONAL MATCH)\b[^?]*[(\[{]|\bRETURN\b|\bSELECT\b.+\bFROM\b|\bDETACH\b|\bDROP\b"
    r"|\b(?:DELETE|INSERT|UPDATE)\b.+\b(?:FROM|INTO|SET|WHERE)\b"
    r"|^\s*[\[{]|\b(?:query|mutation|subscription)\b\s*\w*\s*[({]|--\s|/\*|;\s*\w+\s+\w+|<[a-z/!]|```|\{\s*\w+\s*[:({]",
    re.IGNORECASE | re.DOTALL,
)
YES_OR_NO = Said(
    "只回答“哪些”“多少”之类的问题，不回答“是不是”",
    "questions that want a yes or no are not answered: ask which, who, what or how many",
)
_LANGUAGES = Said("只能用中文或英文提问", "Questions are understood in Chinese and English")
_ONLY_QUESTIONS = Said("只回答问题，不执行语句", "Only questions are answered; no statement is carried out")


def no_question(question: str) -> Refused | None:
    text = question.strip()
    if not text or not any(each.isalnum() for each in text):
        return Refused(Said("没有看到问题", "There is no question"), text[:40])
    if len(text) > LONGEST:
        return Refused(Said(f"问题最多 {LONGEST} 个字符", f"A question has at most {LONGEST} characters"), "")
    if found := _OTHER_SCRIPT.search(text):
        return Refused(_LANGUAGES, found[0])
    if found := _CODE.search(text):
        return Refused(_ONLY_QUESTIONS, found[0][:40])
    return None


_AUXILIARIES = {
    "is",
    "are",
    "was",
    "were",
    "does",
    "do",
    "did",
    "has",
    "have",
    "had",
    "isn't",
    "will",
    "should",
}


def wants_yes_or_no(chunks: Sequence[Chunk]) -> bool:
    """Whether a question can be answered by yes or no alone."""
    spoken = [chunk for chunk in chunks if not chunk.speaks("comma")]
    if any(chunk.speaks("yes_no") for chunk in chunks):
        return True
    polite = any(chunk.text in ("可以", "能否", "能不能", "可否", "请", "麻烦") for chunk in chunks)
    if spoken and spoken[-1].text == "吗" and not polite:
        return not any(
            chunk.speaks("which", "how_many", "who", "signals") or chunk.sense(FindingWord)
            for chunk in chunks
        )
    first = spoken[0].text.split(" ")[0] if spoken else ""
    return first in _AUXILIARIES and not any(
        chunk.speaks("or", "more") or chunk.text.startswith(("there", "are there", "is there"))
        for chunk in chunks
    )
