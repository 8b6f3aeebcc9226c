"""Texts and patterns that are made to take forever, to grow, or to break what reads them."""

import base64
from pathlib import Path
from time import perf_counter, process_time
from urllib.parse import quote

import pytest

from privacy.recognition import Analyzer, Gazetteer, NotAnalyzed, builtin, read, replaced, risk

PHONE = "13800138000"
ANALYZER = Analyzer(Gazetteer.of(["欧阳测试", "Ouyang Ceshi"], ["隐测控股"]))
UNITS = (
    *(
        "1-1-",
        "@",
        "a.",
        "a@",
        "一二三",
        "(",
        "京",
        " ",
        "+86",
        "1",
        "1 ",
        "8(",
        "<",
        "<a ",
        "&#49;",
        "%31",
        "=3D",
    ),
    *(
        "TVRN",
        "31",
        "京A",
        "路1号",
        " at a",
        " dot a",
        "one ",
        "微信",
        "密码:",
        "北京市",
        "sk-a",
        "1(a)",
        "010-",
        "l1",
    ),
    *(
        "\\u0031",
        "\u200b",
        "\u202e1",
        "出生1900",
        "前面1",
        "欧阳测",
        "ouyang ",
        "12 Ab st ",
        "<!--",
        "\n> 1",
        "-----begin ",
    ),
)


def seconds(text: str) -> float:
    began = process_time()
    found = ANALYZER.find(text)
    assert found[-1].end >= len(text) - 2, "what stands at the end is no longer found"
    return process_time() - began


@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_time_grows_as_the_text_does(unit: str) -> None:
    def text(size: int) -> str:
        return (unit * (size // len(unit) + 1))[:size] + f"。请拨{PHONE}谢谢"

    # three doublings; the quickest of two counts
    small, large = 60_000, 480_000
    one = min(seconds(text(small)) for _ in range(2))
    eight = min(seconds(text(large)) for _ in range(2))
    assert eight <= max(0.5, 2.3**3 * one)


def own(folder: Path, pattern: str, name: str = "mine") -> Analyzer:
    file = folder / "own.yaml"
    file.write_text(
        f"recognizers:\n  - name: {name}\n    type: MINE\n    pattern: '{pattern}'\n    score: 0.5\n",
        encoding="utf-8",
    )
    return Analyzer(Gazetteer.of([], []), [*builtin(), *read(file)])


@pytest.mark.parametrize(
    ("pattern", "text"),
    [(r"(\d+)+$", "1" * 40 + "x"), (r"(\w+\s?)+$", "a" * 40 + "!"), (r"(.*a){16}b", "a" * 40)],
)
def test_patterns_that_never_end_elsewhere_leave_no_text_unmasked(
    tmp_path: Path, pattern: str, text: str
) -> None:
    whole = f"{text} 请拨{PHONE}谢谢"
    began = perf_counter()
    (found,) = own(tmp_path, pattern).find_many([whole])
    assert perf_counter() - began < 1.5
    assert isinstance(found, NotAnalyzed) or PHONE not in replaced(whole, found)
    assert risk(pattern)


def test_a_pattern_that_runs_out_of_time_leaves_no_text_unmasked(tmp_path: Path) -> None:
    pattern, text = "(a|aa)+$", "a" * 50 + "!"
    analyzer = own(tmp_path, pattern, "endless")
    began = perf_counter()
    bad, good = analyzer.find_many([f"{text} 请拨{PHONE}谢谢", f"请拨{PHONE}谢谢"])
    assert perf_counter() - began < 1.5
    assert isinstance(bad, NotAnalyzed)
    assert bad.recognizer == "endless"
    assert PHONE not in str(bad)
    assert not isinstance(good, NotAnalyzed)
    assert PHONE not in replaced(f"请拨{PHONE}谢谢", good)
    with pytest.raises(NotAnalyzed):
        analyzer.find(f"{text} 请拨{PHONE}谢谢")


def test_the_shipped_patterns_are_not_taken_for_endless_ones() -> None:
    assert [each.recognizer.name for each in builtin() if risk(each.recognizer.pattern)] == []


def test_a_number_is_found_across_each_border_of_pieces() -> None:
    from privacy.recognition.analyzer import PIECE

    for offset in range(-12, 13):
        text = "换" * (PIECE + offset) + PHONE + "池" * (PIECE // 2)
        (found,) = ANALYZER.find(text)
        assert (found.start, found.end) == (PIECE + offset, PIECE + offset + len(PHONE))


def test_a_text_beyond_the_limit_is_said_not_to_be_analysed(monkeypatch: pytest.MonkeyPatch) -> None:
    from privacy.recognition import analyzer

    monkeypatch.setattr(analyzer, "LONGEST", 200_000)
    (result,) = ANALYZER.find_many(["好" * 200_001])
    assert isinstance(result, NotAnalyzed)


@pytest.mark.parametrize(
    "filler",
    [
        "\ufdfa" * 100_000,
        "a" + "\u0301" * 10_000,
        "\ud800\udc00\udfff",
        "\x00" * 50,
        "\u202e\u2066\u2067",
        "\x00\x01\x7f",
    ],
    ids=["ligatures", "marks", "surrogates", "nul", "direction", "controls"],
)
def test_characters_that_grow_or_break_leave_places_exact(filler: str) -> None:
    text = f"{filler}。\u202c请拨{PHONE}谢谢"
    began = perf_counter()
    masked = replaced(text, ANALYZER.find(text))
    assert perf_counter() - began < 2
    assert masked.endswith("请拨•••谢谢")


def nested(depth: int) -> str:
    code = PHONE.encode()
    for _ in range(depth):
        code = base64.b64encode(code)
    return code.decode()


@pytest.mark.parametrize("depth", [1, 2, 3, 4, 8])
def test_base64_in_base64_is_masked_however_deep(depth: int) -> None:
    text = f"见 {nested(depth)} 完"
    assert replaced(text, ANALYZER.find(text)) == "见 ••• 完"


@pytest.mark.parametrize("depth", [1, 2, 3, 4, 40])
def test_percent_codes_in_percent_codes_are_masked_however_deep(depth: int) -> None:
    code = "".join(f"%{ord(digit):02X}" for digit in PHONE)
    for _ in range(depth - 1):
        code = quote(code)
    text = f"见 {code} 完"
    assert replaced(text, ANALYZER.find(text)) == "见 ••• 完"


@pytest.mark.parametrize(
    "text",
    [
        "<b>" * 100_000,
        "[" * 100_000,
        "{" * 100_000,
        "Content-Type: multipart/mixed\n--x\n" * 1000,
        "&amp;" * 100_000,
    ],
)
def test_nests_are_read_in_time(text: str) -> None:
    began = perf_counter()
    found = ANALYZER.find(f"{text}。请拨{PHONE}谢谢")
    assert perf_counter() - began < 3
    assert any(each.type == "PHONE" for each in found)


def test_an_error_within_is_never_a_text_with_nothing_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(ANALYZER, "_spans", broken)
    texts = [f"请拨{PHONE}谢谢", f"请拨\u200b{PHONE}谢谢"]
    assert all(isinstance(each, NotAnalyzed) for each in ANALYZER.find_many(texts))
