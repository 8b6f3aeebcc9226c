"""What recognizers find in free text, and how fast, beside stock Presidio in the same run.

python -m benchmarks.recognition_text

Stock is presidio-analyzer with its English registry on a blank pipeline, its list of suffixes bundled. Two sets:
`own` was tuned on, `heldout` was written before there was a recognizer and frozen.
"""

from __future__ import annotations

import argparse
import csv
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import spacy
import tldextract
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import SpacyNlpEngine

from benchmarks.results import Section, section
from privacy.recognition import Analyzer, Gazetteer, NotAnalyzed
from privacy.recognition.presidio import presidio_engine

LABELLED = Path(__file__).parents[1] / "tests" / "recognition"
sys.path.insert(0, str(LABELLED))
import made_values  # noqa: E402
from labelled import Figures, Found, Labelled, labelled, measured, names  # noqa: E402

BANKING = Path(__file__).parents[2] / "shared" / "data" / "banking77" / "test.csv"
WAYS = [f"TXT-{number:02}" for number in range(1, 29)]
STOCK_TYPES = {
    "PHONE_NUMBER": "PHONE",
    "CREDIT_CARD": "BANK_CARD",
    "EMAIL_ADDRESS": "EMAIL",
    "IBAN_CODE": "IBAN",
    "US_SSN": "US_SSN",
    "US_PASSPORT": "PASSPORT",
}
LEAST = {
    **dict.fromkeys(("CN_ID", "USCC", "BANK_CARD", "EMAIL"), 0.99),
    **dict.fromkeys(("PHONE", "PLATE"), 0.95),
    **dict.fromkeys(("PERSON", "ORGANIZATION"), 0.9),
    "ADDRESS": 0.85,
}


class BlankPipeline(SpacyNlpEngine):
    """Presidio's own engine over a pipeline that only makes tokens."""

    def __init__(self) -> None:
        super().__init__(models=[{"lang_code": "en", "model_name": "blank"}])
        self.nlp = {"en": spacy.blank("en")}

    def load(self) -> None:
        """Nothing has to be loaded."""

    def is_loaded(self) -> bool:
        """It always is."""
        return True


def stock() -> AnalyzerEngine:
    """Presidio as it comes, but for the network."""
    logging.disable(logging.CRITICAL)
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())
    pipeline = BlankPipeline()
    registry = RecognizerRegistry()
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=pipeline)
    return AnalyzerEngine(registry=registry, nlp_engine=pipeline, supported_languages=["en"])


def names_of_a_graph(count: int) -> Gazetteer:
    """So many names: half Chinese persons, a fifth organizations, the others Latin."""
    random = Random(5)
    characters = [chr(code) for code in range(0x4E00, 0x9FA5, 9)]
    persons: set[str] = set()
    while len(persons) < count // 2:
        given = "".join(random.choice(characters) for _ in range(random.choice((1, 2, 2))))
        persons.add(random.choice(made_values.SURNAMES) + given)
    while len(persons) < count * 4 // 5:
        first, last = made_values.latin(random)
        persons.add(
            f"{first}{random.choice('abcdefghi')} {last}{random.choice('abcdefghijk')}{random.choice('uvwxyz')}"
        )
    organizations: set[str] = set()
    while len(organizations) < count // 5:
        brand = "".join(random.choice(characters) for _ in range(4))
        organizations.add(brand + random.choice(("有限公司", "股份有限公司", "集团有限公司")))
    return Gazetteer.of(persons, organizations)


def questions_to_a_bank() -> list[str]:
    """English texts of a service desk with nothing to find; none where the data is absent."""
    if not BANKING.exists():
        return []
    with BANKING.open(encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


def found_by(analyzer: Analyzer) -> Callable[[str], Found]:
    """The findings of ours, as the labels are."""
    return lambda text: [(each.type, each.start, each.end) for each in analyzer.find(text)]


def found_by_stock(engine: AnalyzerEngine) -> Callable[[str], Found]:
    """The findings of stock Presidio, under our types."""
    return lambda text: [
        (STOCK_TYPES.get(each.entity_type, each.entity_type), each.start, each.end)
        for each in engine.analyze(text, "en")
    ]


def quality(made: Section, name: str, engine: AnalyzerEngine) -> None:
    """Recall by type and way, precision of spans and false alarms on one set."""
    texts = labelled(f"{name}.jsonl")
    analyzer = Analyzer(Gazetteer.of(*names(f"{name}_names.csv")))
    ours, theirs = measured(texts, found_by(analyzer)), measured(texts, found_by_stock(engine))
    for kind, least in LEAST.items():
        _recall(made, f"{name}: recall on {kind}", ours, theirs, [f"plain {kind}"], least)
    _recall(made, f"{name}: recall on evasive spellings", ours, theirs, WAYS, 0.9)
    worst = min(WAYS, key=ours.recall)
    _recall(made, f"{name}: the way found least, {worst}", ours, theirs, [worst], 0.75)
    for what, value in (
        ("characters of findings that are labelled", ours.right_characters / ours.found_characters),
        ("findings with exactly a label's span", ours.exact / ours.found),
    ):
        made.add(f"{name}: {what}", f"{value:.3f} of {ours.found:,}", "≥ .95", value >= 0.95)
    clean = [text for text in texts if text.way in ("clean", "stays") and not text.spans]
    alarms(made, name, [text.text for text in clean], found_by(analyzer), found_by_stock(engine))


def _recall(
    made: Section, what: str, ours: Figures, theirs: Figures, keys: Sequence[str], least: float
) -> None:
    value = ours.recall(*keys)
    count = sum(ours.wanted[key] for key in keys)
    made.add(what, f"{value:.3f} of {count} (stock {theirs.recall(*keys):.2f})", f"≥ {least}", value >= least)


def alarms(
    made: Section,
    name: str,
    texts: Sequence[str],
    ours: Callable[[str], Found],
    theirs: Callable[[str], Found],
) -> None:
    """Texts with nothing to find in which something is found."""
    if texts:
        one, other = (sum(bool(find(text)) for text in texts) for find in (ours, theirs))
        share = one / len(texts)
        told = f"{one} of {len(texts):,} ({share:.2%}); stock {other}"
        made.add(f"{name}: false alarms", told, "≤ 3 %", share <= 0.03)


def speed(made: Section, texts: Sequence[str], engine: AnalyzerEngine, count: int, times: int) -> None:
    """Texts per second of a core's time, in turns with stock; the best of each, as the machine may be busy."""
    without, with_names = Analyzer(Gazetteer.of([], [])), Analyzer(names_of_a_graph(count))
    singly, singly_with_names = presidio_engine(without), presidio_engine(with_names)
    runs: dict[str, tuple[Callable[[], Any], int | None]] = {
        "stock Presidio, one by one": (lambda: [engine.analyze(text, "en") for text in texts], None),
        "through AnalyzerEngine, one by one": (lambda: [singly.analyze(text, "en") for text in texts], 10),
        "in batches": (lambda: without.find_many(texts), 30),
        f"in batches with {count:,} names": (lambda: with_names.find_many(texts), 20),
        f"through AnalyzerEngine with {count:,} names": (
            lambda: [singly_with_names.analyze(text, "en") for text in texts],
            None,
        ),
    }
    for work, _ in runs.values():
        work()
    seconds: dict[str, list[float]] = {what: [] for what in runs}
    for _ in range(times):
        for what, (work, _) in runs.items():
            began = process_time()
            work()
            seconds[what].append(process_time() - began)
    base = min(seconds["stock Presidio, one by one"])
    for what, (_, least) in runs.items():
        took = min(seconds[what])
        ratio = base / took
        told = f"{len(texts) / took:,.0f} texts/s ({ratio:.1f} × stock)"
        made.add(what, told, f"≥ {least} ×" if least else "", ratio >= least if least else None)
    same = sum(
        _differs(text, batch, with_names, singly_with_names)
        for text, batch in zip(texts, with_names.find_many(texts), strict=True)
    )
    made.add("texts of which paths find different things", str(same), "0", same == 0)


def _differs(text: str, batch: Any, analyzer: Analyzer, engine: AnalyzerEngine) -> bool:
    alone = analyzer.find(text)
    through = {(each.entity_type, each.start, each.end) for each in engine.analyze(text, "zh")}
    return (
        isinstance(batch, NotAnalyzed)
        or alone != batch
        or through != {(f.type, f.start, f.end) for f in alone}
    )


def texts_of_a_desk(bank: Sequence[str]) -> list[str]:
    """As many English questions as labelled texts without tricks, half of which hold something to find."""
    plain: list[Labelled] = [
        text
        for name in ("own", "heldout")
        for text in labelled(f"{name}.jsonl")
        if text.way in ("plain", "clean")
    ]
    texts = [text.text for text in plain] + list(bank[: len(plain)])
    Random(3).shuffle(texts)
    return texts


def measure(count: int, times: int) -> list[Section]:
    """Quality on both sets and on questions to a bank, and speed."""
    made = section("recognition_text", "20. What is found in free text")
    engine = stock()
    for name in ("own", "heldout"):
        quality(made, name, engine)
    bank = questions_to_a_bank()
    analyzer = Analyzer(Gazetteer.of(*names("own_names.csv")))
    alarms(made, "banking77", bank, found_by(analyzer), found_by_stock(engine))
    texts = texts_of_a_desk(bank)
    speed(made, texts, engine, count, times)
    made.note(
        f"Speed on {len(texts):,} texts of {sum(map(len, texts)) / len(texts):.0f} characters; the best of {times}."
    )
    made.note("Both sets are of one hand; nothing was tuned on `heldout`, and its misses were not looked at.")
    return [made]


def main(arguments: list[str] | None = None) -> list[Section]:
    """Measure, with as many names of a graph as asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--names", type=int, default=50_000)
    parser.add_argument("--times", type=int, default=7)
    options = parser.parse_args(arguments)
    return measure(options.names, options.times)


if __name__ == "__main__":
    main()
