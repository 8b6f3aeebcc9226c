"""The recognizers behind Presidio's `AnalyzerEngine`: one recognizer that finds what `Analyzer.find` finds.

Nothing else of Presidio runs: no tokens are made, no context is looked for again, no list of suffixes is fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, RecognizerResult
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

from privacy.recognition.analyzer import Analyzer
from privacy.recognition.declared import CODE_TYPES

LANGUAGES = ["zh", "en"]
"""Both are looked for in every text; which one a caller names makes no difference."""


def presidio_engine(analyzer: Analyzer) -> AnalyzerEngine:
    """An `AnalyzerEngine` with the findings of an analyser; its `analyze` raises `NotAnalyzed` as `find` does."""
    registry = _Registry([_Combined(analyzer, language) for language in LANGUAGES])
    return AnalyzerEngine(
        registry=registry,
        nlp_engine=_NoEngine(),
        supported_languages=LANGUAGES,
        context_aware_enhancer=_NoEnhancer(),
    )


class _Combined(EntityRecognizer):
    """All recognizers and names as one of Presidio's."""

    def __init__(self, analyzer: Analyzer, language: str) -> None:
        self._analyzer = analyzer
        types = CODE_TYPES | analyzer.types
        super().__init__(
            supported_entities=sorted(types), name="graph-platform", supported_language=language, version="1"
        )

    def load(self) -> None:
        """Nothing has to be loaded."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """The findings of these types."""
        wanted = set(entities) if entities else None
        return [
            RecognizerResult(
                entity_type=each.type,
                start=each.start,
                end=each.end,
                score=each.score,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: each.recognizer,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                },
            )
            for each in self._analyzer.find(text)
            if wanted is None or each.type in wanted
        ]


class _Registry(RecognizerRegistry):
    """A registry of one recognizer a language, which need not be looked for."""

    def __init__(self, combined: list[_Combined]) -> None:
        super().__init__(recognizers=combined, supported_languages=LANGUAGES)
        self._by_language: dict[str, list[EntityRecognizer]] = {
            each.supported_language: [each] for each in combined
        }

    def get_recognizers(
        self,
        language: str,
        entities: list[str] | None = None,
        all_fields: bool = False,
        ad_hoc_recognizers: list[EntityRecognizer] | None = None,
    ) -> list[EntityRecognizer]:
        """The one recognizer, or what Presidio finds where it is asked for more."""
        if not all_fields or ad_hoc_recognizers or language not in self._by_language:
            found: list[EntityRecognizer] = super().get_recognizers(
                language, entities, all_fields, ad_hoc_recognizers
            )
            return found
        return self._by_language[language]


class _NoEngine(NlpEngine):
    """No language processing."""

    def load(self) -> None:
        """Nothing has to be loaded."""

    def is_loaded(self) -> bool:
        """It always is."""
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        """No tokens, no lemmas."""
        nothing: Any = []
        return NlpArtifacts([], nothing, [], [], None, language)

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 1, n_process: int = 1, **options: Any
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        """The texts, each with nothing."""
        return ((text, self.process_text(text, language)) for text in texts)

    def is_stopword(self, word: str, language: str) -> bool:
        """No word is known."""
        return False

    def is_punct(self, word: str, language: str) -> bool:
        """No word is known."""
        return False

    def get_supported_entities(self) -> list[str]:
        """It finds nothing itself."""
        return []

    def get_supported_languages(self) -> list[str]:
        """Those that the recognizer is registered for."""
        return LANGUAGES


class _NoEnhancer(ContextAwareEnhancer):
    """Context was looked for by the recognizers already."""

    def __init__(self) -> None:
        super().__init__(0, 0, 0, 0)

    def enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,
        recognizers: list[EntityRecognizer],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        """The results as they are."""
        return raw_results
