"""Zip archives: which members may be read, and what an archive must not be.

Nothing is ever written to disk under a name that stands in an archive: a member is read as a stream. Its name is
looked at all the same, since whoever wrote `../../x` into an archive made it to do harm, and nothing else that stands
in it is to be trusted.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from graph_platform.errors import SourceError, SourceTruncated
from graph_platform.settings import current_settings

MAGIC = b"PK\x03\x04"
MAGICS = (MAGIC, b"PK\x05\x06", b"PK\x07\x08")
WORKBOOK = "xl/workbook.xml"
MOST_MEMBERS = 10_000
FREE = 64 * 1024 * 1024
"""So much may come out of any file: below this, a few repeated lines pack better than any bomb."""

OTHERS = (
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "packed by zstd"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or an encrypted Office file (.xls)"),
)
"""What cannot be read, by its first bytes."""

_UNSAFE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\0")
_NO_DATA = re.compile(r"(?:^|/)(?:__MACOSX/|\.[^/]*$|Thumbs\.db$|LICENSE[^/]*$|README[^/]*$)", re.IGNORECASE)
BROKEN = (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""What zipfile raises on archives that are damaged, or packed in a way that it does not know."""


def is_archive(path: Path, magic: bytes) -> bool:
    """Whether a file is a zip archive of files, and not the one that an Excel workbook is."""
    return magic.startswith(MAGICS) and WORKBOOK not in _names(path)


def members(path: Path) -> list[ZipInfo]:
    """The files in an archive that are to be read, in its order. Raises `SourceError` where any of it is a trick."""
    found = checked(path)
    wanted = [each for each in found if not each.is_dir() and not _NO_DATA.search(each.filename)]
    if not wanted:
        raise SourceError(f"{path.name} holds no file", "Pack it again, or name the files themselves.")
    return wanted


def checked(path: Path) -> list[ZipInfo]:
    """Everything in an archive. Raises `SourceError` where any of it is a trick, encrypted, or unpacks without end."""
    try:
        with ZipFile(path) as archive:
            found = archive.infolist()
    except BROKEN:
        raise _damaged(path) from None
    if len(found) > MOST_MEMBERS:
        raise SourceError(f"{path.name} holds more than {MOST_MEMBERS:,} files", "Is this an export?")
    for each in found:
        if _UNSAFE.search(each.filename) or _UNSAFE.search(each.orig_filename):
            raise SourceError(
                f"{path.name} holds a file whose name leads out of the archive",
                "No export does that: do not trust it, and do not unpack it.",
            )
        if stat.S_IFMT(each.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise SourceError(
                f"{path.name} holds a symbolic link or a device", "Pack the files themselves, without links."
            )
        if each.flag_bits & 0x1:
            raise SourceError(f"{path.name} is encrypted", "Unpack it with its password, and load the files.")
        check_unpacked(path.name, each.file_size, each.compress_size)
    # members may share their packed bytes, so that each looks harmless and all together are not
    check_unpacked(path.name, sum(each.file_size for each in found), path.stat().st_size)
    return found


def check_unpacked(name: str, unpacked: int, packed: int) -> None:
    """Raise where more comes out of a file than its size can mean, or than the settings allow."""
    if unpacked <= FREE:
        return
    settings = current_settings()
    if unpacked > settings.unpacked_ratio * max(packed, 1):
        raise SourceError(
            f"{name} unpacks to more than {settings.unpacked_ratio} times its size: it was made to fill memory or disk",
            "Where it is an honest export, raise GRAPH_PLATFORM_UNPACKED_RATIO.",
        )
    if unpacked > settings.unpacked_mb * 1024 * 1024:
        raise SourceError(
            f"{name} unpacks to more than {settings.unpacked_mb:,} MiB",
            "Where it is an honest export, raise GRAPH_PLATFORM_UNPACKED_MB.",
        )


def chunks(path: Path, member: ZipInfo, size: int) -> Iterator[bytes]:
    """The unpacked bytes of one member, never more than it declares."""
    try:
        with ZipFile(path) as archive, archive.open(member) as file:
            while chunk := file.read(size):
                yield chunk
    except BROKEN:
        raise _damaged(path) from None


def _names(path: Path) -> set[str]:
    try:
        with ZipFile(path) as archive:
            return set(archive.namelist())
    except BROKEN:
        raise _damaged(path) from None


def _damaged(path: Path) -> SourceTruncated:
    if not zipfile.is_zipfile(path):
        return SourceTruncated(
            f"{path.name} begins as a zip archive and does not end as one", "Copy it again: it was cut off."
        )
    return SourceTruncated(
        f"{path.name} is damaged, or packed in a way that is not known",
        "Copy it again, or pack it as plain zip.",
    )
