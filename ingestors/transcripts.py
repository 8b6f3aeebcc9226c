"""What was said in meetings and calls: WebVTT (Teams, Zoom) and JSON with speakers (Tencent Meeting, Otter, Fireflies).

One file, or one transcript of a JSON file, is one transcript. Its text has a line for each speaker in turn. In WebVTT a
speaker is who the mark `<v Name>` names, or the object of a cue in Teams' metadata; Zoom writes `Name: text`, which is
taken for a speaker where nearly every cue is built so. In JSON a list of segments is looked for under the names that
services use (`segments`, `entries`, `sentences`, `transcripts`, `paragraphs`), each with a speaker and a text.

A name is no identity: a speaker is a party below the transcript, unless an e-mail address or the service's own user id
says who it is. Nameless ones ("Speaker 1", "发言人 2") are in the text only, and nobody whose name is spoken is looked
for. A transcript with a meeting's id concerns that meeting, which its speakers attended. Without an id of its own, a
transcript is known by the name of its file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import orjson

from graph_platform.facts import BadRow, Claim, Formats, Mention, Record, Row, Said
from ingestors.columns import claim, first, needed
from ingestors.formats import Reading, format_source
from ingestors.reading import objects, webvtt
from ingestors.reading.items import UNREAD, Item, Raw, RowError
from ingestors.reading.stream import Stream
from ingestors.reading.text import Decoder, is_broken, mended
from ingestors.tables import Table

FORMATS = Formats()
LONGEST = 16 * 1024 * 1024
DEEPEST = 4
SEGMENTS = (
    "segments",
    "entries",
    "sentences",
    "paragraphs",
    "transcripts",
    "transcript",
    "monologues",
    "utterances",
)
TEXTS = ("text", "spokenText", "transcript", "content", "sentence", "raw_text")
SPEAKERS = (
    "speaker",
    "speaker_name",
    "speakerName",
    "speakerDisplayName",
    "user_name",
    "username",
    "displayName",
)
EMAILS = ("speaker_email", "speakerEmail", "user_email", "email")
USERS = ("userid", "user_id", "userId", "open_id", "openid")
SAID_OF_IT = {
    "id": ("transcript_id", "transcriptId", "record_file_id", "otid", "id"),
    "meeting": ("meeting_id", "meetingId", "meeting_uuid", "calendar_id", "cal_id"),
    "title": ("title", "topic", "subject", "meeting_title", "meetingSubject", "name"),
    "started": (
        "start_time",
        "startTime",
        "startDateTime",
        "date",
        "dateString",
        "created_at",
        "createdDateTime",
    ),
    "language": ("language", "spokenLanguage", "lang"),
}

_SPEAKING = {*SPEAKERS, "speaker_info", "speaker_id", "speakerId", "user"}
_SAYING = {*TEXTS, "sentences", "words"}
_NAMELESS = re.compile(
    r"(?:unknown(?: speaker)?|(?:speaker|发言人|说话人|讲话人|未知)[\s_#-]*[\dA-Z]{0,3})", re.IGNORECASE
)
_ADDRESS = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,250}")
_PREFIX = re.compile(r"([^:：\n]{1,60})[:：]\s+(\S.*)", re.DOTALL)
_SPOKEN = re.compile(r'"speaker[A-Za-z_]{0,20}"\s*:')
_WORDS = re.compile(r'"(?:text|spokenText|transcript|words|content|sentence)"\s*:')


def transcript(raw: Raw, line: int) -> Row:
    """One transcript, with its speakers and the meeting that it is of."""
    key = f"transcript/{first(raw, 'id') or needed(raw, 'file')}"
    me = Mention(key, "Transcript")
    turns: list[list[str]] = []
    people: dict[str, Record] = {}
    below: dict[str, str] = {}
    for segment in raw["segments"]:
        speaker, text = segment.get("speaker") or "", segment["text"]
        if turns and turns[-1][0] == speaker:
            turns[-1].append(text)
        else:
            turns.append([speaker, text])
        if person := _person(segment, speaker, below.setdefault(speaker, f"{key}#speaker[{len(below)}]")):
            people.setdefault(person.key, person)
    if not turns:
        raise RowError("'segments' holds nothing that was said")
    text = "\n".join(f"{who}: {' '.join(said)}" if who else " ".join(said) for who, *said in turns)
    values = _said(
        {
            "title": raw.get("title"),
            "text": text,
            "language": raw.get("language"),
            "published": raw.get("started"),
        }
    )
    records = [Record(key, "Transcript", values)]
    claims: list[Claim] = []
    for person in people.values():
        claims.append(claim("AUTHORED", Mention(person.key, "Person"), me, person.key, authorship="speaker"))
    if meeting := first(raw, "meeting"):
        about = Mention(f"meeting/{meeting}", "Meeting")
        records.append(
            Record(about.key, "Meeting", _said({"title": raw.get("title"), "at": raw.get("started")}))
        )
        claims.append(claim("CONCERNS", me, about))
        claims += [claim("ATTENDED", Mention(each, "Person"), about, each) for each in people]
    return Row(key, line, raw, (*records, *people.values()), tuple(claims))


def _person(segment: Raw, speaker: str, below: str) -> Record | None:
    """The speaker of a segment; `below` is the key of one who is known by name alone."""
    email = first(segment, "email") or (speaker if _ADDRESS.fullmatch(speaker) else "")
    user = first(segment, "user")
    named = bool(speaker) and not _NAMELESS.fullmatch(speaker)
    values = _said({"name": speaker if named and "@" not in speaker else None, "email": email})
    if email:
        return Record(f"mailbox/{email.lower()}", "Person", values)
    if user:
        return Record(f"user/{user}", "Person", values)
    return Record(below, "Person", {"name": speaker}) if named else None


def _said(values: dict[str, Any]) -> dict[str, Said]:
    return {name: value for name, value in values.items() if value not in (None, "")}


def _of_webvtt(stream: Stream, head: bytes) -> Iterator[Item]:
    """The one transcript that a WebVTT file is."""
    segments: list[dict[str, str]] = []
    raw: Raw = {"file": stream.path.name}
    size = 0
    for line, speaker, text in webvtt.read(stream, head):
        size += len(text)
        if size > LONGEST:
            yield BadRow(1, raw, f"is longer than {LONGEST >> 20} MiB")
            return
        if line:
            segments.append(_segment_of_cue(speaker, text))
        elif speaker == "language":
            raw["language"] = text
    split = [found.groups() if (found := _PREFIX.fullmatch(each["text"])) else None for each in segments]
    unnamed = not any(each.get("speaker") for each in segments)
    if unnamed and sum(each is not None for each in split) >= 0.9 * len(segments):
        segments = [
            {"speaker": said[0].strip(), "text": said[1]} if said else each
            for said, each in zip(split, segments, strict=True)
        ]
    raw["segments"] = segments
    if any(is_broken(text) for each in segments for text in each.values()):
        raw["segments"] = [{name: mended(text) for name, text in each.items()} for each in segments]
        yield BadRow(1, raw, "holds bytes that are not of the file's encoding")
    else:
        yield 1, raw


def _segment_of_cue(speaker: str, text: str) -> dict[str, str]:
    if text.startswith("{") and text.endswith("}"):
        # Teams' metadata: a cue is an object
        try:
            if segment := _segment(orjson.loads(text), {}):
                return segment
        except ValueError:
            pass
    return {"speaker": speaker, "text": text}


def _of_json(stream: Stream, head: bytes) -> Iterator[Item]:
    """Every transcript in a JSON file."""
    value, line = objects.read_whole(stream, head)
    found = 0
    for place, (around, listed) in enumerate(_transcripts(value, {})):
        speakers = _speakers(around)
        segments = [segment for each in listed if (segment := _segment(each, speakers))]
        said = {name: first(around, *names) for name, names in SAID_OF_IT.items()}
        name = stream.path.name if not place else f"{stream.path.name}[{place}]"
        raw: Raw = {"file": name, **{key: text for key, text in said.items() if text}, "segments": segments}
        found += 1
        if any(is_broken(text) for each in segments for text in each.values()):
            yield BadRow(line, {UNREAD: ""}, "holds bytes that are not of the file's encoding")
        else:
            yield line, raw
    if not found:
        yield BadRow(line, {UNREAD: ""}, "has no list of segments, each with a speaker and a text")


def _transcripts(
    value: Any, around: dict[str, Any], depth: int = 0
) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    """Each list of segments, with what the objects around it say."""
    if isinstance(value, list):
        if any(map(_is_segment, value[:20])):
            yield around, value
        elif depth < DEEPEST:
            for each in value:
                yield from _transcripts(each, around, depth + 1)
    elif isinstance(value, dict) and depth < DEEPEST:
        inner = {
            **around,
            **{key: each for key, each in value.items() if _is_plain(each) or key == "speakers"},
        }
        for name, each in value.items():
            if isinstance(each, dict) or name in SEGMENTS:
                yield from _transcripts(each, inner, depth + 1)


def _is_plain(value: Any) -> bool:
    return value not in (None, "") and isinstance(value, str | int | float)


def _speakers(around: dict[str, Any]) -> dict[str, str]:
    """Names by the numbers that segments refer to them by."""
    listed = around.get("speakers")
    return {
        str(each.get("id")): first(each, "name", *SPEAKERS)
        for each in (listed if isinstance(listed, list) else ())
        if isinstance(each, dict)
    }


def _is_segment(value: Any) -> bool:
    return isinstance(value, dict) and not (_SPEAKING.isdisjoint(value) or _SAYING.isdisjoint(value))


def _segment(value: Any, speakers: dict[str, str]) -> dict[str, str] | None:
    """What one speaker says at one time; None where a value is nothing of the kind."""
    if not _is_segment(value) or not (text := _text(value)):
        return None
    who = value.get("speaker_info") or value.get("speaker") or value.get("user")
    inner = who if isinstance(who, dict) else {}
    number = first(value, "speaker_id", "speakerId")
    name = first(inner, *SPEAKERS, "name") or ("" if inner else first(value, *SPEAKERS))
    found = {
        "speaker": name or speakers.get(number, ""),
        "email": first(inner, *EMAILS) or first(value, *EMAILS),
        "user": first(inner, *USERS) or first(value, *USERS),
        "text": text,
    }
    return {key: each for key, each in found.items() if each}


def _text(value: dict[str, Any]) -> str:
    for name in TEXTS:
        if isinstance(said := value.get(name), str) and said.strip():
            return " ".join(said.split())
    for name in ("sentences", "words"):
        if isinstance(parts := value.get(name), list):
            texts = [_text(each) for each in parts if isinstance(each, dict)]
            # words of Chinese stand together
            joined = "".join(texts) if any(text[:1] > "\u2e80" for text in texts) else " ".join(texts)
            return joined.strip()
    return ""


def read(stream: Stream, head: bytes) -> Callable[[], Reading] | None:
    """The reader of WebVTT and of JSON with speakers."""
    if webvtt.is_webvtt(head):
        return lambda: ((TABLES[0].name, item) for item in _of_webvtt(stream, head))
    text = Decoder(head).decode(head).lstrip("\ufeff \t\r\n")
    if text[:1] in ("{", "[") and _SPOKEN.search(text) and _WORDS.search(text):
        return lambda: ((TABLES[0].name, item) for item in _of_json(stream, head))
    return None


TABLES = (
    Table(
        "transcripts",
        transcript,
        ("segments",),
        ("file", *SAID_OF_IT),
        description="Transcripts. A reject file has them in this form, each segment with `speaker` and `text`.",
    ),
)

source = format_source(
    "transcripts",
    "Transcripts of meetings and calls (WebVTT, JSON)",
    "sales",
    0.5,
    FORMATS,
    TABLES,
    read,
    ("WebVTT", "json"),
    (__doc__ or "").strip(),
)
