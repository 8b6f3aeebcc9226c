"""The forms of English words: plurals of nouns, and of verbs the third person, past and -ing. Others have one form."""

from __future__ import annotations

_VOWELS = "aeiou"


def noun_forms(word: str) -> tuple[str, ...]:
    """`ticket` → ticket, tickets; `person/people` are the forms themselves; Chinese has one."""
    if "/" in word:
        return tuple(word.split("/"))
    if not word.isascii() or not word[-1].isalpha() or word.endswith("s"):
        return (word,)
    if word.endswith("y") and len(word) > 1 and word[-2] not in _VOWELS:
        return word, f"{word[:-1]}ies"
    return word, f"{word}es" if word.endswith(("x", "ch", "sh")) else f"{word}s"


def verb_forms(word: str) -> tuple[str, ...]:
    """`raise` → raise, raises, raised, raising; `buy/bought` says its past; of several words the first one changes."""
    if not word.isascii() or word.startswith(("is ", "are ")):
        return (word,)
    first, *irregular = word.split("/")
    if any(" " in each for each in irregular):
        base, _, behind = first.partition(" ")
        made = tuple(f"{each} {behind}" for each in _present(base)) if behind else _present(base)
        return (*made, *irregular)
    base, _, behind = first.partition(" ")
    forms = (*_present(base), _ing(base), *(irregular or (_past(base),)))
    return tuple(f"{each} {behind}".strip() for each in forms)


def _present(base: str) -> tuple[str, ...]:
    if base == "be":
        return "be", "is", "are", "was", "were"
    if base == "have":
        return "have", "has", "had"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base, f"{base[:-1]}ies"
    return base, f"{base}es" if base.endswith(("s", "x", "ch", "sh", "o")) else f"{base}s"


def _past(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    return f"{base[:-1]}ied" if base.endswith("y") and base[-2] not in _VOWELS else f"{base}ed"


def _ing(base: str) -> str:
    return (
        f"{base[:-1]}ing" if base.endswith("e") and not base.endswith("ee") and base != "be" else f"{base}ing"
    )
