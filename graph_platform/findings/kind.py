"""What can be found: the words of each kind of finding, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Words:
    """The same said in both languages."""

    en: str
    zh: str

    def in_(self, language: str) -> str:
        """The words of a language: `zh`, or anything else for English."""
        return self.zh if language == "zh" else self.en

    def filled(self, language: str, values: Mapping[str, object]) -> str:
        """The words with `{name}` replaced by what it stands for; of what is missing, an ellipsis."""
        return self.in_(language).format_map(_Forgiving(values))


class _Forgiving(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding.

    `claim` is filled with the names of the roles and with the measures. `refuted` says what would show it to be wrong,
    `computed` how it came about. `told` is the role of whoever should know. `words` are those of measures that are
    words: a measure may name several, with commas between.
    """

    name: str
    title: Words
    claim: Words
    meaning: Words
    refuted: Words
    computed: Words
    told: str = ""
    words: Mapping[str, Words] = field(default_factory=dict)

    def said(self, language: str, names: Mapping[str, Sequence[str]], measures: Mapping[str, object]) -> str:
        """The claim about entities of these names."""
        comma = "、" if language == "zh" else ", "
        values: dict[str, object] = {name: self._measure(language, value) for name, value in measures.items()}
        values |= {role: comma.join(each) for role, each in names.items()}
        return self.claim.filled(language, values)

    def _measure(self, language: str, value: object) -> object:
        if not isinstance(value, str):
            return value
        comma = "、" if language == "zh" else ", "
        codes = value.split(", ")
        return comma.join(self.words[code].in_(language) if code in self.words else code for code in codes)
