"""RED: regular expressions and parsers that never end."""

from __future__ import annotations

import base64
import time
from pathlib import Path
from typing import Any

import orjson
from asking import statements
from doors import Viewer, command, holds
from trying import PROPOSE, Trial, policy_text
from world import OF_A, PHONE, World, ticket

from graph_platform.settings import Settings

TEXTS = "query($ids: [ID!]) { events(where: {id: {in: $ids}}, first: 100) { nodes { text } } }"


def masked(settings: Settings, folder: Path, texts: list[str], *options: str) -> tuple[list[str], str, float]:
    """What `privacy mask` makes of texts, what it says, and how long it took."""
    file = folder / "texts.jsonl"
    file.write_bytes(b"".join(orjson.dumps({"id": n, "text": each}) + b"\n" for n, each in enumerate(texts)))
    began = time.perf_counter()
    done = command("privacy", "mask", str(file), *options, home=settings.home)
    took = time.perf_counter() - began
    return [orjson.loads(line)["text"] for line in done.stdout.splitlines()], done.stderr, took


def test_RED_01(settings: Settings, trial: Trial, tmp_path: Path) -> None:
    patterns = [r"(\d+)+$", r"(\w+\s?)+$", r"(.*a){16}b"]
    fitting = ["1" * 40 + "x", "a" * 40 + "!", "a" * 40]
    for number, (pattern, text) in enumerate(zip(patterns, fitting, strict=True)):
        own = tmp_path / "own.yaml"
        own.write_text(
            f"recognizers:\n  - name: mine{number}\n    type: MINE\n    pattern: '{pattern}'\n    score: 0.5\n",
            "utf-8",
        )
        said, err, took = masked(
            settings, tmp_path, [f"{text} 请拨{PHONE}谢谢", "Plain words."], "--recognizers", str(own)
        )
        trial.control(holds(f"{text} 请拨{PHONE}谢谢", PHONE))
        trial.attack(holds("".join(said) + err, PHONE))
        trial.attack(took > 60)
        trial.attack("" if not said or said[-1] == "Plain words." or "mine" in err else said)


HOSTILE = [
    "1-" * 1000,
    "@" * 1000,
    "a." * 1000 + "@",
    "一二三" * 700,
    "(" * 1000,
    "京" * 1000,
    " " * 1000,
    "+86" * 700,
]


def test_RED_02(settings: Settings, trial: Trial, tmp_path: Path) -> None:
    """Long hostile texts: what is found at their end is found, in a time that grows as they do."""
    took = []
    for times in (25, 100):
        texts = [f"{each * times} 请拨{PHONE}谢谢" for each in HOSTILE]
        said, err, seconds = masked(settings, tmp_path, texts)
        took.append(seconds)
        trial.control(holds("".join(texts), PHONE))
        trial.attack(holds("".join(said), PHONE))
        assert len(said) == len(texts), err
    # two doublings and what a command takes to start
    trial.attack(took if took[1] > max(30.0, 2.3**2 * took[0]) else "")


def test_RED_03(rep_a: Viewer, world: World, settings: Settings, trial: Trial, tmp_path: Path) -> None:
    """A phone across every border of what is read or analysed at once."""
    borders = [1 << power for power in (12, 16, 20)] + [100_000, 1_000_000]
    texts = [
        "x " * (border // 2 - 8) + " " * offset + PHONE + " end"
        for border in borders
        for offset in range(0, 25, 8)
    ]
    said, err, _ = masked(settings, tmp_path, texts)
    trial.control(holds("".join(texts[:4]), PHONE))
    trial.attack(holds("".join(said), PHONE))
    assert len(said) == len(texts), err
    file = tmp_path / "long.jsonl"
    with file.open("wb") as stream:
        stream.write(b'{"id": 1, "text": "')
        for _ in range(66):
            stream.write(b"x" * (1 << 20))
        stream.write(PHONE.encode() + b'"}\n{"id": 2, "text": "Plain"}\n')
    done = command("privacy", "mask", str(file), home=settings.home)
    trial.attack(
        holds(done.stdout + done.stderr, PHONE) or ("" if "longer" in done.stderr else "it is not said")
    )


def test_RED_04(rep_a: Viewer, world: World, settings: Settings, trial: Trial, tmp_path: Path) -> None:
    odd = [
        "\ufdfa" * 20_000,
        "a" + "\u0301" * 10_000,
        "\u202e\u2066",
        "\U000e0041" * 50,
        "ﬃ" * 99,
        "𝕏" * 99,
        "👨‍👩‍👧" * 9,
    ]
    texts = [f"{each}请拨{PHONE}谢谢" for each in odd]
    said, _, took = masked(settings, tmp_path, texts)
    trial.control(holds("".join(texts), PHONE))
    trial.attack(holds("".join(said), PHONE))
    trial.attack(
        [each for text, each in zip(texts, said, strict=True) if each != "•••" and not each.endswith("谢谢")]
    )
    trial.attack(took > 60)
    file = tmp_path / "bytes.jsonl"
    file.write_bytes(
        b'{"id": 1, "text": "\xff\xfe'
        + PHONE.encode()
        + b'"}\n{"id": 2, "text": "\\ud800 '
        + PHONE.encode()
        + b'"}\n'
    )
    done = command("privacy", "mask", str(file), home=settings.home)
    trial.attack(holds(done.stdout + done.stderr, PHONE))
    rows = [ticket(f"odd-{n}", OF_A, "AC-A", text=text[:40_000]) for n, text in enumerate(texts)]
    from test_orc import world_id

    with world.with_rows(*rows, data_set="odd"):
        trial.attack(
            holds(rep_a.bytes(TEXTS, ids=[world_id(f"odd-{n}", "odd") for n in range(len(rows))]), PHONE)
        )


def nested(text: str, depth: int) -> str:
    for _ in range(depth):
        text = base64.b64encode(text.encode()).decode()
        if len(text) > 200_000:
            break
    return text


def test_RED_05(settings: Settings, trial: Trial, tmp_path: Path) -> None:
    texts = [
        nested(PHONE, 3), "%25" * 1000 + "31 " + PHONE, "<b>" * 100_000 + PHONE, "[" * 100_000 + PHONE, "&amp;" * 20_000 + PHONE,
        "\n> " * 5_000 + PHONE, '{"a":' * 20_000 + f'"{PHONE}"', "(" * 50_000 + PHONE + ")" * 50_000,
    ]  # fmt: skip
    said, err, took = masked(settings, tmp_path, texts)
    trial.control(holds("".join(texts), PHONE))
    trial.attack(holds("".join(said), PHONE))
    assert len(said) == len(texts), err
    trial.attack("Traceback" in err or took > 60)


def test_RED_06(
    rep_a: Viewer, viewers: dict[str, Viewer], world: World, trial: Trial, settings: Settings
) -> None:
    bombs = "\n".join(f"b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 9)}]" for n in range(1, 12))
    policy = f"b0: &b0 [x, x]\n{bombs}\n" + policy_text(world)
    import yaml

    small = yaml.safe_load("b0: &b0 [x, x]\n" + "\n".join(bombs.splitlines()[:5]))
    trial.control(str(small).count("x") > 10_000)
    officer = viewers["officer_2"]
    began = time.perf_counter()
    answer = officer.send(PROPOSE, **{"in": {"text": policy, "why": "x"}}).json()
    trial.attack("" if answer["errors"] and time.perf_counter() - began < 10 else "a bomb is read")
    before = statements(rep_a)
    tried: dict[str, Any] = {
        "tokens": "{" + " ".join(["__typename"] * 10_000) + "}",
        "depth": "{ people { nodes " + "{ employers { nodes " * 2_000 + "{ id }" + "} }" * 2_000 + " } }",
        "fragments": "{ ...f0 } "
        + " ".join(f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(300)),
        "filter": "{ people(where: " + "{not: " * 3_000 + "{}" + "}" * 3_000 + ") { totalCount } }",
        "huge": '{ people(where: {name: {eq: "' + "x" * 2_000_000 + '"}}) { totalCount } }',
    }
    for name, text in tried.items():
        began = time.perf_counter()
        said = rep_a.send(text)
        trial.attack(
            "" if said.status_code < 500 and "data" not in said.json() else f"{name}: {said.text[:200]}"
        )
        trial.attack(f"{name} took long" if time.perf_counter() - began > 5 else "")
    import httpx

    try:
        header = rep_a.send("{ people { totalCount } }", {"accept-language": "zh," * 22_000})
        trial.attack(header.status_code >= 500)
    except httpx.HTTPError:
        pass
    trial.attack(statements(rep_a) > before + 1)
    assert rep_a.ask("{ people { totalCount } }")["people"]["totalCount"]
