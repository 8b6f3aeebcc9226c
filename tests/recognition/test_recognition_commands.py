"""`graph-platform privacy`: files of texts, of names and of recognizers, and what is wrong with them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from graph_platform.cli import app
from graph_platform.errors import EXIT_OK, EXIT_REJECTED, GraphPlatformError

PHONE = "13800138000"


def run(*arguments: object, given: str | None = None) -> Result:
    return CliRunner().invoke(app, ["privacy", *map(str, arguments)], input=given)


def rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def written(folder: Path, *texts: str) -> Path:
    file = folder / "texts.jsonl"
    file.write_text(
        "".join(json.dumps({"id": n, "text": t}) + "\n" for n, t in enumerate(texts)), encoding="utf-8"
    )
    return file


def named(folder: Path, content: str = "欧阳测试,person\n隐测控股,organization\n") -> Path:
    file = folder / "names.csv"
    file.write_text(content, encoding="utf-8")
    return file


def error(result: Result) -> GraphPlatformError:
    assert isinstance(result.exception, GraphPlatformError), result.output
    return result.exception


def test_findings_have_type_place_score_and_recognizer(tmp_path: Path) -> None:
    result = run("analyze", written(tmp_path, f"请拨{PHONE}谢谢", "没有"), "--names", named(tmp_path))
    assert result.exit_code == EXIT_OK
    assert rows(result) == [
        {
            "id": 0,
            "findings": [{"type": "PHONE", "start": 2, "end": 13, "score": 0.9, "recognizer": "mobile"}],
        },
        {"id": 1, "findings": []},
    ]


def test_names_of_the_file_are_masked_and_no_others(tmp_path: Path) -> None:
    texts = written(tmp_path, "欧阳测试在隐测控股上班", "测试一下设备")
    assert [row["text"] for row in rows(run("mask", texts))] == ["欧阳测试在隐测控股上班", "测试一下设备"]
    masked = run("mask", texts, "--names", named(tmp_path))
    assert [row["text"] for row in rows(masked)] == ["•••在•••上班", "测试一下设备"]


def test_texts_come_from_the_input_as_well(tmp_path: Path) -> None:
    result = run("mask", "-", given=json.dumps({"id": "x", "text": f"call {PHONE}"}) + "\n")
    assert rows(result) == [{"id": "x", "text": "call •••"}]


def test_bad_lines_are_named_by_number_and_without_a_value(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    good = json.dumps({"id": 1, "text": f"请拨{PHONE}谢谢"}).encode()
    bad = [
        b'{"id": 2, "text": "\xff13800138000"}',
        b"13800138000 is no JSON",
        b'{"id": 3}',
        b'{"text": "13800138000"}',
        b'{"id": 4, "text": 13800138000}',
        b'{"id": 5, "text": "\\ud800 13800138000"}',
    ]
    file.write_bytes(b"\n".join([good, *bad, good, b""]))
    result = run("mask", file)
    assert result.exit_code == EXIT_REJECTED
    assert [row["text"] for row in rows(result)] == ["请拨•••谢谢"] * 2
    for line in range(2, 8):
        assert f"texts.jsonl:{line}: " in result.stderr
    assert PHONE not in result.output


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    assert "cannot be read" in error(run("analyze", tmp_path / "none.jsonl")).message
    assert (
        "cannot be read" in error(run("analyze", written(tmp_path), "--names", tmp_path / "none.csv")).message
    )


def test_a_kind_of_name_that_is_not_known_is_refused_with_its_line(tmp_path: Path) -> None:
    wrong = named(tmp_path, "欧阳测试,person\n隐测控股,firm\n")
    refused = error(run("analyze", written(tmp_path), "--names", wrong))
    assert "names.csv:2" in refused.message
    assert "隐测控股" not in refused.message + refused.suggestion


OWN = """recognizers:
  - name: customer_number
    type: CUSTOMER
    pattern: 'kd-\\d{6}'
    score: 0.8
    context: [客户, customer]
"""


def own(folder: Path, content: str = OWN) -> Path:
    file = folder / "own.yaml"
    file.write_text(content, encoding="utf-8")
    return file


def test_a_recognizer_of_ones_own_is_used_beside_the_shipped_ones(tmp_path: Path) -> None:
    texts = written(tmp_path, f"客户KD-123456，电话{PHONE}", "型号 KD-123456")
    result = run("mask", texts, "--recognizers", own(tmp_path))
    assert [row["text"] for row in rows(result)] == ["客户•••，电话•••", "型号 KD-123456"]


@pytest.mark.parametrize(
    ("before", "after", "line", "told", "advice"),
    [
        ("score:", "scor:", 5, "not a key that is known", "Did you mean 'score'?"),
        ("0.8", "8", 5, "less than or equal to 1", ""),
        ("type: CUSTOMER", "type: customer", 3, "should match pattern", ""),
        (r"kd-\d{6}", "kd-(", 4, "pattern of customer_number", "Mend the pattern"),
        ("    score: 0.8\n", "    score: 0.8\n    check: usc\n", 6, "did you mean uscc?", ""),
        ("    context: [", "    name: x\n    context: [", 6, "stands here twice", ""),
        ("recognizers:", "recognisers:", 1, "not a key that is known", "Did you mean 'recognizers'?"),
    ],
)
def test_what_is_wrong_in_a_file_of_recognizers_is_said_with_its_line(
    tmp_path: Path, before: str, after: str, line: int, told: str, advice: str
) -> None:
    content = OWN.replace(before, after, 1)
    assert content != OWN
    refused = error(run("analyze", written(tmp_path, "x"), "--recognizers", own(tmp_path, content)))
    assert f"own.yaml:{line}:" in refused.message
    assert told in refused.message
    assert advice in refused.suggestion


def test_a_pattern_that_runs_out_of_time_masks_the_text_whole_and_is_named(tmp_path: Path) -> None:
    endless = own(
        tmp_path, OWN.replace(r"kd-\d{6}", "(a|aa)+$").replace("    context: [客户, customer]\n", "")
    )
    texts = written(tmp_path, "a" * 50 + f"! 请拨{PHONE}谢谢", f"请拨{PHONE}谢谢")
    result = run("mask", texts, "--recognizers", endless)
    assert result.exit_code == EXIT_OK
    assert [row["text"] for row in rows(result)] == ["•••", "请拨•••谢谢"]
    assert "texts.jsonl:1: " in result.stderr
    assert "customer_number" in result.stderr
    assert PHONE not in result.output
    found = rows(run("analyze", texts, "--recognizers", endless))
    assert [each["type"] for each in found[0]["findings"]] == ["NOT_ANALYZED"]


def test_a_text_of_a_hundred_megabytes_takes_no_more_memory_than_to_read_it(tmp_path: Path) -> None:
    file = tmp_path / "huge.jsonl"
    with file.open("w", encoding="utf-8") as stream:
        stream.write('{"id":1,"text":"' + "a b " * 25_000_000 + PHONE + '"}\n')
        stream.write(json.dumps({"id": 2, "text": f"call {PHONE}"}) + "\n")
    code = (
        "import resource, sys\nfrom graph_platform.cli import app\n"
        f"app(['privacy', 'mask', {str(file)!r}], standalone_mode=False)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert PHONE not in done.stdout + done.stderr
    assert '"call •••"' in done.stdout
    assert "huge.jsonl:1: longer than" in done.stderr
