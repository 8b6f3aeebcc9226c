"""Comments on documents: Google Drive (Docs, Sheets, Slides), Feishu (飞书云文档) and Confluence, as their APIs answer.

Google: `comments.list` with `fields=*`. Feishu: 获取云文档所有评论, the whole answer or its items. Confluence:
`child/comment?expand=body.storage,version,history,container,ancestors,extensions.inlineProperties,extensions.resolution`
of the first API, or `footer-comments` and `inline-comments` of the second.

Each comment, and each reply to it, is a comment that concerns the document; a reply concerns the comment, too. People
are known by e-mail address or by the service's own id; one with neither is a party below the comment. Who is mentioned
by a mark (@) is mentioned; no name is looked for in the text.

Which document it is, the answers of Google and Feishu do not say: name each file after its document
(`<id>.json`, `<id>.comments.json`), or add `fileId` to each comment.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from graph_platform.facts import BadRow, Claim, Formats, Mention, Record, Row, Said
from graph_platform.source import Opened
from ingestors.columns import claim, first, needed
from ingestors.formats import FormatFile, Reading
from ingestors.reading import objects, rejects
from ingestors.reading.items import UNREAD, Raw
from ingestors.reading.pages import plain
from ingestors.reading.stream import Stream
from ingestors.reading.text import Decoder
from ingestors.tables import RowFunction, Table, tables_source

FORMATS = Formats()
DOCUMENT = "fileId"
_ENDINGS = re.compile(r"(?:\.(?:comments|jsonl?|gz|bz2|xz|rejects))+$", re.IGNORECASE)
_ANSWER = re.compile(r'\{(?:\s*"(?:code|msg)"\s*:\s*(?:\d+|"[^"]{0,200}")\s*,)*\s*"data"\s*:\s*\{')


class _Said:
    """What one row says, comment by comment."""

    def __init__(self, key: str, document: Mention) -> None:
        self.key = key
        self.document = document
        self.records: dict[str, Record] = {}
        self.claims: dict[str, Claim] = {}

    def comment(self, key: str, values: dict[str, Said], person: Record | None, about: str = "") -> Mention:
        """A comment by somebody, on the document and perhaps on another comment."""
        me = Mention(key, "Comment")
        self.records[key] = Record(key, "Comment", {n: v for n, v in values.items() if v not in (None, "")})
        place = key.removeprefix(self.key)
        self._claim("CONCERNS", me, self.document, f"document{place}")
        if about:
            self._claim("CONCERNS", me, Mention(about, "Comment"), f"comment{place}")
        if person:
            self._claim("AUTHORED", self.person(person), me, f"author{place}")
        return me

    def person(self, person: Record) -> Mention:
        """Somebody, stated once; one of whom nothing is said is merely mentioned."""
        known = self.records.get(person.key)
        if person.values and (known is None or "name" not in known.values):
            self.records[person.key] = person
        return Mention(person.key, "Person")

    def mention(self, comment: Mention, person: Record) -> None:
        """Somebody who is mentioned by a mark in a comment."""
        place = f"{person.key}{comment.key.removeprefix(self.key)}"
        self._claim("MENTIONS", comment, self.person(person), place)

    def row(self, line: int, raw: Raw, seen: Said) -> Row:
        """All of it."""
        return Row(self.key, line, raw, tuple(self.records.values()), tuple(self.claims.values()), seen)

    def _claim(self, relation: str, start: Mention, end: Mention, place: str) -> None:
        made = claim(relation, start, end, place)
        self.claims.setdefault(made.path, made)


def google(raw: Raw, line: int) -> Row:
    """A comment on a file of Google Drive, with its replies."""
    key = f"comment/{needed(raw, DOCUMENT)}/{needed(raw, 'id')}"
    said = _Said(key, _document(raw))
    quote = plain(str((raw.get("quotedFileContent") or {}).get("value") or ""))
    status = "deleted" if raw.get("deleted") else "resolved" if raw.get("resolved") else "open"
    values = {
        "text": raw.get("content"),
        "published": raw.get("createdTime"),
        "status": status,
        "quote": quote,
    }
    me = said.comment(key, values, _google_user(raw, key))
    for address in raw.get("mentionedEmailAddresses") or ():
        said.mention(me, _person("", str(address), "", ""))
    for reply in raw.get("replies") or ():
        below = f"{key}#{needed(reply, 'id')}"
        values = {
            "text": reply.get("content"),
            "published": reply.get("createdTime"),
            "status": "deleted" if reply.get("deleted") else "",
        }
        # a reply without words is the mark that the comment is resolved, or open again
        if reply.get("content") or reply.get("deleted"):
            said.comment(below, values, _google_user(reply, below), key)
    return said.row(line, raw, raw.get("modifiedTime"))


def feishu(raw: Raw, line: int) -> Row:
    """A comment on a Feishu document; its first reply is its own text."""
    key = f"comment/{needed(raw, DOCUMENT)}/{needed(raw, 'comment_id')}"
    said = _Said(key, _document(raw))
    own, *replies = (raw.get("reply_list") or {}).get("replies") or [{}]
    values: dict[str, Said] = {
        "text": _feishu_text(own),
        "published": raw.get("create_time"),
        "status": "resolved" if raw.get("is_solved") else "open",
        "quote": raw.get("quote"),
    }
    me = said.comment(key, values, _feishu_user(raw) or _feishu_user(own))
    _feishu_mentions(said, me, own)
    for reply in replies:
        values = {"text": _feishu_text(reply), "published": reply.get("create_time")}
        below = said.comment(f"{key}#{needed(reply, 'reply_id')}", values, _feishu_user(reply), key)
        _feishu_mentions(said, below, reply)
    return said.row(line, raw, raw.get("update_time"))


def confluence(raw: Raw, line: int) -> Row:
    """A comment on a Confluence page, or a reply to one: footer or inline, of either API."""
    container, extensions = raw.get("container") or {}, raw.get("extensions") or {}
    page = first(container, "id") or first(raw, "pageId", "blogPostId") or needed(raw, DOCUMENT)
    key, document = f"comment/{page}/{needed(raw, 'id')}", Mention(f"document/{page}", "Document")
    said = _Said(key, document)
    if title := first(container, "title"):
        said.records[document.key] = Record(document.key, "Document", {"title": title})
    version, history = raw.get("version") or {}, raw.get("history") or {}
    body = raw.get("body") or {}
    text = next((str(body[form]["value"]) for form in ("storage", "view") if body.get(form)), "")
    author = history.get("createdBy") or version.get("by") or {"accountId": version.get("authorId")}
    parents = [each.get("id") for each in raw.get("ancestors") or () if each.get("type") == "comment"]
    parent = first(raw, "parentCommentId") or (str(parents[-1]) if parents else "")
    status = first(raw, "resolutionStatus") or first(extensions.get("resolution") or {}, "status")
    quote = first(extensions.get("inlineProperties") or {}, "originalSelection")
    values: dict[str, Said] = {
        "text": plain(text),
        "published": first(history, "createdDate") or first(version, "when", "createdAt"),
        "status": status or first(raw, "status"),
        "quote": quote or first(raw.get("properties") or {}, "inlineOriginalSelection"),
    }
    said.comment(key, values, _confluence_user(author, key), f"comment/{page}/{parent}" if parent else "")
    return said.row(line, raw, first(version, "when", "createdAt") or None)


def _document(raw: Raw) -> Mention:
    return Mention(f"document/{needed(raw, DOCUMENT)}", "Document")


def _person(name: str, email: str, user: str, below: str) -> Record:
    values: dict[str, Said] = {name_: each for name_, each in (("name", name), ("email", email)) if each}
    key = f"mailbox/{email.lower()}" if email else f"user/{user}" if user else f"{below}#author"
    return Record(key, "Person", values)


def _google_user(raw: Raw, below: str) -> Record | None:
    author = raw.get("author") or {}
    name, email, user = (first(author, key) for key in ("displayName", "emailAddress", "permissionId"))
    return _person(name, email, user, below) if name or email or user else None


def _feishu_user(raw: Raw) -> Record | None:
    return _person("", "", user, "") if (user := first(raw, "user_id")) else None


def _confluence_user(author: Raw, below: str) -> Record | None:
    name, email = first(author, "displayName", "publicName"), first(author, "email")
    if user := first(author, "accountId", "userKey", "username"):
        # only one of the two APIs tells addresses: the id is what both know somebody by
        values: dict[str, Said] = {key: each for key, each in (("name", name), ("email", email)) if each}
        return Record(f"user/{user}", "Person", values)
    return _person(name, email, "", below) if name or email else None


def _elements(reply: Raw) -> list[Raw]:
    return (reply.get("content") or {}).get("elements") or []


def _feishu_text(reply: Raw) -> str:
    """The words and links of a comment; a mentioned person has no name here."""
    parts = [
        first(each.get("text_run") or {}, "text") or first(each.get("docs_link") or {}, "url")
        for each in _elements(reply)
    ]
    return " ".join(part for part in parts if part)


def _feishu_mentions(said: _Said, me: Mention, reply: Raw) -> None:
    for each in _elements(reply):
        if person := _feishu_user(each.get("person") or {}):
            said.mention(me, person)


def of_document(row: RowFunction) -> Callable[[Path], RowFunction]:
    """The row function for the comments of one file, which is named after their document."""

    def beside(path: Path) -> RowFunction:
        document = _ENDINGS.sub("", path.name)
        return lambda raw, line: row(raw if raw.get(DOCUMENT) else _with_document(raw, document), line)

    return beside


def _with_document(raw: Raw, document: str) -> Raw:
    # so that a rejected row still says it, whatever its file is called by then
    raw[DOCUMENT] = document
    return raw


# called as the keys under which the answers have them, by which an answer of one line is told from a row
TABLES = (
    Table(
        "comments",
        google,
        ("id", "createdTime", "author"),
        (
            "content",
            DOCUMENT,
            "modifiedTime",
            "resolved",
            "deleted",
            "quotedFileContent",
            "replies",
            "mentionedEmailAddresses",
        ),
        description="Comments on files of Google Drive, with their replies.",
        beside=of_document(google),
    ),
    Table(
        "items",
        feishu,
        ("comment_id", "user_id", "reply_list"),
        (DOCUMENT, "create_time", "update_time", "is_solved", "is_whole", "quote"),
        description="Comments on Feishu documents, with their replies.",
        beside=of_document(feishu),
    ),
    Table(
        "results",
        confluence,
        ("id", "status", "body", "version"),
        (
            *("container", "history", "ancestors", "extensions", DOCUMENT),
            *("pageId", "blogPostId", "parentCommentId", "resolutionStatus", "properties"),
        ),
        description="Comments on Confluence pages: footer and inline ones, and replies.",
        beside=of_document(confluence),
    ),
)

_tables = tables_source(
    "comments",
    "Comments on documents (Google Drive, Feishu, Confluence)",
    "sales",
    0.5,
    FORMATS,
    TABLES,
    description=(__doc__ or "").strip(),
    shapes=("json", "jsonl"),
)


def open_comments(path: Path) -> Opened:
    """A table of comments, or an answer of Feishu's API, where they stand one level deeper."""
    stream = Stream(path)
    head = stream.head()
    text = Decoder(head).decode(head).lstrip("\ufeff \t\r\n")
    if not rejects.is_reject_file(path) and _ANSWER.match(text) and '"reply_list"' in text:
        return FormatFile(stream, TABLES[1:2], lambda: _answered(stream, head))
    return _tables.open(path)


def _answered(stream: Stream, head: bytes) -> Reading:
    value, line = objects.read_whole(stream, head)
    items = (value.get("data") or {}).get("items") if isinstance(value, dict) else None
    for each in items if isinstance(items, list) else ():
        yield (
            TABLES[1].name,
            (line, each) if isinstance(each, dict) else BadRow(line, {UNREAD: each}, "is no object"),
        )


source = replace(_tables, open=open_comments)
