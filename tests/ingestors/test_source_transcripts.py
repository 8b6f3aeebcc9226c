"""Transcripts of meetings."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from source_checks import claims_of, read

from graph_platform.errors import SourceTruncated, UnrecognisedSource
from ingestors import transcripts
from ingestors.transcripts import source

Make = Callable[..., Path]


def test_who_says_what_in_webvtt(samples: Path) -> None:
    (row,), bad = read(source, samples / "transcript_teams.vtt")
    assert not bad
    assert row.key == "transcript/transcript_teams.vtt"
    assert row.records[0].values == {
        "language": "zh-CN",
        "text": "陈云: 大家好，今天讨论&确认换电站的巡检计划。 第一项是备件。\n"
        "Maria Mustermann: Who orders the spare parts?\n陈云: 我们。\nSpeaker 2: Good.",
    }
    # the nameless speaker is nobody, and a name is known within its transcript only
    assert [(r.key, r.values) for r in row.records[1:]] == [
        ("transcript/transcript_teams.vtt#speaker[0]", {"name": "陈云"}),
        ("transcript/transcript_teams.vtt#speaker[1]", {"name": "Maria Mustermann"}),
    ]
    assert {(c.relation, c.values["authorship"]) for c in row.claims} == {("AUTHORED", "speaker")}


def test_the_speakers_of_zoom_stand_before_a_colon(samples: Path) -> None:
    (row,), _ = read(source, samples / "transcript_zoom.vtt")
    assert (
        row.records[0].values["text"] == "Li Lei: Hi everybody.\n王五: 时间: 三点，地点不变。\nLi Lei: Fine."
    )
    assert [r.values["name"] for r in row.records[1:]] == ["Li Lei", "王五"]


def test_a_colon_here_and_there_names_nobody(make: Make) -> None:
    cues = "\n\n".join(
        f"00:0{n}.000 --> 00:0{n}.900\n{text}" for n, text in enumerate(["Note: this", "and that", "so"])
    )
    (row,), _ = read(source, make("t.vtt", f"WEBVTT\n\n{cues}\n"))
    assert [r.label for r in row.records] == ["Transcript"]
    assert row.records[0].values["text"] == "Note: this and that so"


def test_cues_of_teams_metadata_are_objects(make: Make) -> None:
    said = {
        "startDateTime": "2026-03-02T01:00:00Z",
        "speakerName": "陈云",
        "spokenText": "好。",
        "spokenLanguage": "zh",
    }
    cue = f"00:00:01.000 --> 00:00:02.000\n{json.dumps(said, ensure_ascii=False)}\n"
    (row,), _ = read(source, make("t.vtt", f"WEBVTT\n\n{cue}\n00:00:03.000 --> 00:00:04.000\n{{broken}}\n"))
    assert row.records[0].values["text"] == "陈云: 好。\n{broken}"


def test_tencent_meeting(samples: Path) -> None:
    (row,), bad = read(source, samples / "transcript_tencent.json")
    assert not bad
    assert row.records[0].values["text"] == "赵六: 我们开始。电池到了吗？\n发言人2: 到了。"
    # the service's own id of a user is an identity
    assert [(r.key, r.values) for r in row.records[1:]] == [("user/u-100", {"name": "赵六"})]


def test_the_meeting_of_a_transcript(samples: Path) -> None:
    rows, bad = read(source, samples / "transcript_service.json")
    assert [row.key for row in rows] == ["transcript/T-1"]
    assert [b.reason for b in bad] == ["'segments' holds nothing that was said"]
    (row,) = rows
    people = {r.key: r.values for r in row.records if r.label == "Person"}
    assert people == {
        "transcript/T-1#speaker[0]": {"name": "Eva Beispiel"},
        "transcript/T-1#speaker[1]": {"name": "钱七"},
        "mailbox/han.mei@sample.example": {"name": "Han Mei", "email": "Han.Mei@sample.example"},
        "mailbox/eva@sample.example": {"email": "eva@sample.example"},
    }
    assert ("CONCERNS", "transcript/T-1", "meeting/M-7") in claims_of(rows)
    assert ("ATTENDED", "mailbox/han.mei@sample.example", "meeting/M-7") in claims_of(rows)
    assert [r.values for r in row.records if r.label == "Meeting"] == [
        {"title": "Quarterly review", "at": "1772442000000"}
    ]


@pytest.mark.parametrize(
    "content",
    [
        [{"speaker": "Eva", "text": "Hi", "start": 0.0, "end": 1.0}],
        {"segments": [{"speaker": {"name": "Eva"}, "text": "Hi"}]},
        {
            "speech": {
                "speakers": [{"id": 5, "speaker_name": "Eva"}],
                "transcripts": [{"speaker_id": 5, "transcript": "Hi"}],
            }
        },
        {"version": "1.0", "entries": [{"speakerDisplayName": "Eva", "text": "Hi", "startOffset": "00:00:01"}]},
        {"paragraphs": [{"speaker": {"user_name": "Eva"}, "sentences": [{"words": [{"text": "Hi"}]}]}]},
    ],
)  # fmt: skip
def test_the_shapes_that_services_give_their_json(make: Make, content: object) -> None:
    (row,), bad = read(source, make("t.json", json.dumps(content)))
    assert not bad
    assert row.records[0].values["text"] == "Eva: Hi"
    assert row.records[1].values == {"name": "Eva"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(samples: Path, make: Make, encoding: str) -> None:
    for name in ("transcript_teams.vtt", "transcript_tencent.json"):
        (expected,), _ = read(source, samples / name)
        text = (samples / name).read_text(encoding="utf-8")
        (row,), bad = read(source, make(name, text.replace("\n", "\r\n"), encoding))
        assert not bad
        assert row.records == expected.records


def test_bytes_of_another_encoding(samples: Path, make: Make) -> None:
    vtt = (samples / "transcript_teams.vtt").read_bytes()
    segments = [{"speaker": "陈云", "text": "大家好，今天讨论换电站的巡检计划。"}] * 3
    for content in (vtt, json.dumps(segments, ensure_ascii=False).encode()):
        rows, bad = read(source, make("t", content.replace("。".encode(), b"\xff", 1)))
        assert not rows
        assert [b.reason for b in bad] == ["holds bytes that are not of the file's encoding"]


def test_a_transcript_that_is_too_long(samples: Path, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcripts, "LONGEST", 20)
    rows, bad = read(source, samples / "transcript_zoom.vtt")
    assert not rows
    assert [b.reason for b in bad] == ["is longer than 0 MiB"]


def test_a_file_without_segments(make: Make) -> None:
    rows, bad = read(source, make("t.json", '{"speaker": "Eva", "text": "Hi"}'))
    assert not rows
    assert [b.reason for b in bad] == ["has no list of segments, each with a speaker and a text"]


def test_json_that_was_cut_off(samples: Path, make: Make) -> None:
    content = (samples / "transcript_tencent.json").read_bytes()
    with pytest.raises(SourceTruncated, match="ends in the middle"):
        read(source, make("t.json", content[:-10]))


@pytest.mark.parametrize("text", ["speaker,text\nEva,Hi\n", '{"text": "Hi"}', "WEBVTTX\n\nx\n"])
def test_a_file_that_is_no_transcript(make: Make, text: str) -> None:
    with pytest.raises(UnrecognisedSource, match="is not a file of transcripts"):
        source.open(make("t.txt", text))
