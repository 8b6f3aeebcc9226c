"""How well `ask` answers the frozen questions, refuses what has no answer, and reads expressions of time.

    python -m benchmarks.asking
    python -m benchmarks.asking --wrong      # also which wordings of the development set went wrong
    python -m benchmarks.asking --set blind

The questions in `tests/asking/` were written by others than the planner. They are asked on the shipped sample, resolved
and discovered, by an analyst who sees every row. The development set may guide whoever builds the planner; of the blind
set they see the figures alone, so `--wrong` tells nothing of it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.asking_product import prepare, product
from benchmarks.asking_verdicts import (
    Asking,
    Verdict,
    ask_all,
    frozen,
    names_the_part,
    refusal,
    right_time,
)
from benchmarks.results import Section, section
from benchmarks.scratch import scratch_home

PLANS, ALL_WORDINGS, TIMES = 0.9, 0.8, 0.95


def report_questions(made: Section, verdicts: Sequence[Verdict]) -> None:
    """Right plans and answers over all wordings and per kind, and what was given as right and is not."""
    wrong = sum(verdict.given == "wrong" for verdict in verdicts)
    plans = _share(verdicts, lambda verdict: verdict.plan)
    made.add(f"right plans of {len(verdicts)} wordings", f"{plans:.1%}", f"≥ {PLANS:.0%}", plans >= PLANS)
    made.add("right answers", f"{_share(verdicts, lambda verdict: verdict.given == 'right'):.1%}")
    made.add("wrong answers given as right", str(wrong), "0", wrong == 0)
    declined = _share(verdicts, lambda verdict: verdict.given in ("asked", "refused"))
    made.add("refused or asked back, though it has an answer", f"{declined:.1%}")
    by_question: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        by_question[verdict.question].append(verdict)
    four = sum(all(each.plan and each.given == "right" for each in four) for four in by_question.values())
    share = four / max(1, len(by_question))
    made.add(
        f"questions with all four wordings right, of {len(by_question)}",
        f"{share:.1%}",
        f"≥ {ALL_WORDINGS:.0%}",
        share >= ALL_WORDINGS,
    )
    for kind in frozen.KINDS:
        of_kind = [verdict for verdict in verdicts if verdict.kind == kind]
        if of_kind:
            given = Counter(verdict.given for verdict in of_kind)
            declined = given["asked"] + given["refused"]
            made.add(
                f"{kind}, {len(of_kind)} wordings",
                f"{sum(verdict.plan for verdict in of_kind)} right plans, {given['right']} right answers, "
                f"{given['wrong']} wrong, {declined} declined",
            )


def report_languages(
    made: Section, verdicts: Sequence[Verdict], paraphrased: frozenset[tuple[str, int]]
) -> None:
    """Right plans in Chinese and in English, and where words or names stand in no lexicon of the ontology."""
    parts = {
        "Chinese": [verdict for verdict in verdicts if verdict.wording < 2],
        "English": [verdict for verdict in verdicts if verdict.wording >= 2],
        "paraphrased": [each for each in verdicts if (each.question, each.wording) in paraphrased],
    }
    for name, part in parts.items():
        made.add(f"{name}, {len(part)} wordings: right plans", f"{_share(part, lambda each: each.plan):.1%}")


def report_unanswerable(made: Section, asking: Asking, of: frozen.SetName = "development") -> list[str]:
    """How many that have no answer were refused or asked back; gives the ids of the others."""
    answered, named = [], []
    questions = frozen.unanswerable(of)
    for question in questions:
        got = asking(question.asked, frozen.TODAY)
        if not refusal(question, got):
            answered.append(question.id)
        named.append(names_the_part(question, got))
    share = 1 - len(answered) / len(questions)
    made.add(
        f"refused or asked back, of {len(questions)} without an answer", f"{share:.1%}", "100 %", not answered
    )
    expected = [each for each in named if each is not None]
    made.add(f"of {len(expected)} refusals the part is named by", f"{sum(expected) / len(expected):.1%}")
    return answered


def report_times(made: Section, of: frozen.SetName = "development") -> list[str]:
    """How many expressions of time are read as they are meant; gives those that were read wrongly."""
    window = import_module("graph_platform.asking.times").window
    times = frozen.times(of)
    verdicts = {time.text: right_time(time, window(time.text, frozen.TODAY)) for time in times}
    right = sum(verdict == "right" for verdict in verdicts.values()) / len(times)
    wrong = [text for text, verdict in verdicts.items() if verdict == "silently wrong"]
    made.add(f"expressions of time, of {len(times)}", f"{right:.1%} right", f"≥ {TIMES:.0%}", right >= TIMES)
    made.add("expressions of time read wrongly without a word", str(len(wrong)), "0", not wrong)
    return wrong


def report_set(made: Section, asking: Asking, of: frozen.SetName) -> list[str]:
    """All figures of a set, each named after it; gives what went wrong, a line each."""
    part = Section(made.name, of)
    questions = frozen.answerable(of)
    verdicts = ask_all(asking, questions)
    report_questions(part, verdicts)
    paraphrased = frozenset((each.id, number) for each in questions for number in each.paraphrased)
    report_languages(part, verdicts, paraphrased)
    answered = report_unanswerable(part, asking, of)
    misread = report_times(part, of)
    made.lines += [replace(line, what=f"{of}: {line.what}") for line in part.lines]
    return [
        *(
            f"{each.question}/{each.wording}: {each.given}, plan {each.plan}"
            for each in verdicts
            if each.given != "right" or not each.plan
        ),
        *(f"answered: {id_}" for id_ in answered),
        *(f"misread: {text}" for text in misread),
    ]


def main(arguments: list[str] | None = None) -> list[Section]:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--wrong", action="store_true", help="Print what went wrong, wording by wording.")
    parser.add_argument("--set", choices=frozen.SETS, action="append", help="Only this set.")
    told = "Home with the sample loaded, resolved and discovered; one is made where none is named."
    parser.add_argument("--home", type=Path, help=told)
    options = parser.parse_args(arguments)
    made = section("ask", "25. Questions in words")
    with scratch_home(options.home) as settings:
        if options.home is None:
            prepare(settings)
        with product(settings) as asked:
            for of in options.set or frozen.SETS:
                print(f"  {of}:")
                wrong = report_set(made, asked, of)
                if options.wrong and of == "development":
                    print(*wrong, sep="\n")
    made.note(
        "A follow-up is asked after the gold plan of the question before it. A plan is right when it is one of the "
        "gold plans in canonical form; the label of a node that is named by its id is not compared. The development "
        "set guided the planner; nobody who worked on it saw the blind set."
    )
    return [made]


def _share(verdicts: Sequence[Verdict], of: Any) -> float:
    return sum(map(bool, map(of, verdicts))) / max(1, len(verdicts))


if __name__ == "__main__":
    print(json.dumps([each.title for each in main()]))
