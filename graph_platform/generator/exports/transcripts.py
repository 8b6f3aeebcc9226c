"""Recorded calls as a transcription service exports them: JSON files of some hundred calls each, a few as WebVTT."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from pathlib import Path
from typing import Any

import orjson

from graph_platform.generator import phrases
from graph_platform.generator.cast import Cast
from graph_platform.generator.exports.outlet import Outlet, Sightings, close_all
from graph_platform.generator.papers import Call
from graph_platform.generator.parties import our_people

CALLS_PER_FILE = 500
PAGES = 3
"""How many calls stand in a WebVTT file of their own."""
SECONDS_PER_TURN = 7


class Transcripts:
    """Writes calls turn by turn. In JSON both sides have a mail address; WebVTT has names only."""

    def __init__(self, folder: Path, as_of: date, seed: int) -> None:
        self._folder, self._as_of = folder, as_of
        self._people = our_people(seed)
        self._pages: list[Outlet] = []
        self._files: list[Outlet] = []

    def write(self, cast: Cast, sightings: Sightings) -> None:
        """Adds a cast's calls."""
        for call in cast.calls:
            # evidence of a story stays where most of the calls are
            page = len(self._pages) < PAGES and not cast.stories
            file = self._page(call) if page else self._add(self._transcript(cast, call))
            key = call.guest.name if page else call.id
            sightings.add(call.id, file.name, file.rows, key)
            sightings.add(call.guest.id, file.name, file.rows, key, "speaker" if page else "speaker_name")

    def _page(self, call: Call) -> Outlet:
        outlet = Outlet(self._folder, f"transcripts/call-{len(self._pages) + 1}.vtt", self._as_of)
        self._pages.append(outlet)
        outlet.stream.write("WEBVTT\n")
        for number, (ours, text) in enumerate(call.turns):
            who = self._people[call.owner].name if ours else call.guest.name
            start, end = (_clock(SECONDS_PER_TURN * (number + place)) for place in (0, 1))
            outlet.stream.write(f"\n{number + 1}\n{start} --> {end}\n{who}: {text}\n")
        outlet.rows = 1
        return outlet

    def _add(self, transcript: dict[str, Any]) -> Outlet:
        """Writes a transcript into the newest file, or begins another one; the file."""
        if not self._files or self._files[-1].rows == CALLS_PER_FILE:
            self._end()
            name = f"transcripts/calls-{len(self._files) + 1:04d}.json"
            self._files.append(Outlet(self._folder, name, self._as_of))
            self._files[-1].stream.write('{"data": {"transcripts": [')
        file = self._files[-1]
        file.stream.write((",\n" if file.rows else "\n") + orjson.dumps(transcript).decode())
        file.rows += 1
        return file

    def _end(self) -> None:
        """Ends the newest file's list and lets go of its stream; it gets its name with the others."""
        if self._files:
            self._files[-1].stream.write("\n]}}\n")
            self._files[-1].stream.close()

    def _transcript(self, cast: Cast, call: Call) -> dict[str, Any]:
        owner, guest = self._people[call.owner], call.guest
        sides = ((guest.name, guest.email), (owner.name, owner.email))
        return {
            "id": call.id, "title": phrases.call_title(call.organization.language),
            "date": int(call.at.replace(tzinfo=UTC).timestamp() * 1000), "meeting_id": f"m-{call.id}",
            "host_email": owner.email, "language": "zh-CN" if call.organization.language == "zh" else "en",
            "speakers": [{"id": side, "name": name} for side, (name, _email) in enumerate(sides)],
            "sentences": [
                {
                    "index": number, "speaker_id": int(ours), "speaker_name": sides[ours][0],
                    "speaker_email": sides[ours][1].upper() if cast.rng.random() < 0.03 else sides[ours][1],
                    "text": text, "start_time": SECONDS_PER_TURN * number,
                    "end_time": SECONDS_PER_TURN * (number + 1),
                }
                for number, (ours, text) in enumerate(call.turns)
            ],
        }  # fmt: skip

    def close(self, *, whole: bool) -> dict[str, int]:
        """Ends every file."""
        self._end()
        return close_all((*self._files, *self._pages), whole=whole)


def _clock(seconds: int) -> str:
    return f"{timedelta(seconds=seconds)}.000".zfill(12)
