"""The bytes of one file, a chunk at a time: unpacked, counted, and watched for change.

A file that somebody is still writing would be read half old and half new, so its size and modification time are
compared at every chunk, and a difference ends the reading.
"""

from __future__ import annotations

import bz2
import lzma
import stat
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from zipfile import ZipInfo

from graph_platform.errors import SourceChanged, SourceError, SourceTruncated
from ingestors.reading import archive

CHUNK = 256 * 1024
XZ_MEMORY = 256 * 1024 * 1024
"""What unpacking may take; `xz -9` needs 65 MiB, and a header may ask for 4 GiB."""


class Unpacker(Protocol):
    """What bz2 and lzma offer, and zlib behind `_Gzip`: bounded output, and whether the packed stream has ended."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Gzip:
    """zlib's decompressor with the interface of the other two."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(31)

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        return not self._zlib.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._zlib.decompress(self._zlib.unconsumed_tail + data, max(max_length, 0))


PACKINGS: tuple[tuple[bytes, str, Callable[[], Unpacker]], ...] = (
    (b"\x1f\x8b", "gzip", _Gzip),
    (b"BZh", "bzip2", bz2.BZ2Decompressor),
    (b"\xfd7zXZ\x00", "xz", lambda: lzma.LZMADecompressor(memlimit=XZ_MEMORY)),
)


class Stream:
    """One file to read, as it was when this object was made.

    `read` counts the bytes of the file that have been taken from disk, packed or not.
    """

    def __init__(self, path: Path, member: ZipInfo | None = None) -> None:
        if path.is_dir():
            raise SourceError(f"{path.name} is a folder", "Name the files in it instead.")
        try:
            self._before = path.stat()
            if not stat.S_ISREG(self._before.st_mode):
                # opening a pipe would wait for somebody to write into it
                raise SourceError(
                    f"{path.name} is a pipe or a device",
                    "Save what comes out of it as a file, and name that.",
                )
            with path.open("rb") as file:
                magic = file.read(8)
        except OSError as error:
            raise SourceError(
                f"{path.name} cannot be read: {error.strerror}", "Check the path and who may read it."
            ) from None
        if not magic:
            raise SourceError(f"{path.name} is empty", "Export it again; nothing was loaded.")
        if kind := next((kind for begin, kind in archive.OTHERS if magic.startswith(begin)), None):
            raise SourceError(
                f"{path.name} is {kind}", "Unpack it or save it as .xlsx or CSV, and load that."
            )
        self.path = path
        self.name = f"{path.name}:{member.filename}" if member else path.name
        self.size = member.compress_size if member else self._before.st_size
        self.modified = datetime.fromtimestamp(self._before.st_mtime, UTC)
        self.read = 0
        self._member = member
        self._packing = next((p for p in PACKINGS if magic.startswith(p[0])), None)
        self._is_zip = magic.startswith(archive.MAGICS)

    @property
    def is_archive(self) -> bool:
        """Whether the file is a zip archive whose members are to be read, each by a stream of its own."""
        return self._is_zip and self._member is None and archive.is_archive(self.path, archive.MAGIC)

    @property
    def is_plain(self) -> bool:
        """Whether the file's bytes are not packed."""
        return self._packing is None and not self._is_zip

    @property
    def packing(self) -> str | None:
        """How the file's bytes are packed: `gzip`, `bzip2` or `xz`; None where they are not."""
        return self._packing[1] if self._packing else None

    def chunks(self, size: int = CHUNK) -> Iterator[bytes]:
        """The unpacked bytes from the beginning, never more than about `size` at once."""
        self.read = 0
        if self._member is not None:
            return self._of_member(self._member, size)
        if self._packing is None:
            return self._packed(size)
        _, name, unpacker = self._packing
        return self._unpacked(size, name, unpacker)

    def head(self, size: int = 64 * 1024) -> bytes:
        """The first unpacked bytes, to recognise the file by."""
        parts: list[bytes] = []
        length = 0
        chunks = self.chunks(size)
        try:
            for chunk in chunks:
                parts.append(chunk)
                length += len(chunk)
                if length >= size:
                    break
        except SourceTruncated:
            if not parts:
                raise
        finally:
            self.read = 0
        return b"".join(parts)[:size]

    def check_unchanged(self) -> None:
        """Raise where the file is not the one that was opened any more."""
        try:
            now = self.path.stat()
        except OSError:
            raise SourceChanged(
                f"{self.path.name} vanished while it was being read", "Load it again once it is there."
            ) from None
        before = self._before
        if (now.st_size, now.st_mtime_ns, now.st_ino) != (before.st_size, before.st_mtime_ns, before.st_ino):
            raise SourceChanged(
                f"{self.path.name} changed while it was being read",
                "Somebody is still writing it. Load it again when that has ended: what is loaded is not loaded twice.",
            )

    def _packed(self, size: int) -> Iterator[bytes]:
        with self.path.open("rb", buffering=0) as file:
            while chunk := file.read(size):
                self.read += len(chunk)
                self.check_unchanged()
                yield chunk
        self.check_unchanged()

    def _of_member(self, member: ZipInfo, size: int) -> Iterator[bytes]:
        unpacked = 0
        for chunk in archive.chunks(self.path, member, size):
            if unpacked == 0 and chunk.startswith((*archive.MAGICS, *(begin for begin, _, _ in PACKINGS))):
                raise SourceError(
                    f"{self.path.name} holds an archive or a workbook", "Unpack it, and load the files in it."
                )
            unpacked += len(chunk)
            self.read = self.size * unpacked // max(member.file_size, 1)
            self.check_unchanged()
            yield chunk
        if not unpacked:
            raise SourceError(f"{self.path.name} holds an empty file", "Export it again; nothing was loaded.")

    def _unpacked(self, size: int, name: str, new: Callable[[], Unpacker]) -> Iterator[bytes]:
        unpacker: Unpacker | None = new()
        unpacked = 0
        try:
            for packed in self._packed(size):
                rest = packed
                while rest or (unpacker is not None and not unpacker.needs_input):
                    # a file may be several packed streams in a row, padded with zeros
                    if unpacker is None:
                        rest = rest.lstrip(b"\0")
                        if not rest:
                            break
                        unpacker = new()
                    data = unpacker.decompress(rest, size)
                    rest = b""
                    if data:
                        unpacked += len(data)
                        archive.check_unpacked(self.path.name, unpacked, self.read)
                        yield data
                    if unpacker.eof:
                        rest, unpacker = unpacker.unused_data, None
        except (zlib.error, lzma.LZMAError, OSError, EOFError):
            raise SourceTruncated(
                f"{self.path.name} is damaged: its {name} data cannot be unpacked after byte {self.read}",
                "Copy it again, then load it again: what was loaded of it stays and is not loaded twice.",
            ) from None
        if unpacker is not None:
            raise SourceTruncated(
                f"{self.path.name} ends in the middle: its {name} data is cut off at byte {self.read}",
                "Copy it again, then load it again: what was loaded of it stays and is not loaded twice.",
            )
