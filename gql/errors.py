"""The errors of the API: each with a code, what it says in two languages, and what to do.

    RequestRefused           the operation as it was sent
    ├── LimitExceeded        LIMIT_EXCEEDED      too deep, too wide, too expensive
    ├── ArgumentRefused      BAD_ARGUMENT        an argument that cannot be meant so
    ├── NotForThisDate       NOT_AVAILABLE_FOR_THIS_DATE  what is not kept for other days than today
    ├── CursorRefused        BAD_CURSOR          a cursor of something else, or of somebody else
    ├── NotFound             NOT_FOUND           nothing has this id, for whoever asks
    ├── Changed              CONFLICT            it was changed since it was read
    ├── NotAllowed           FORBIDDEN           another role's to do
    └── NotSignedIn          UNAUTHENTICATED     no token, or one that says nothing to us
    ServerTroubled           the server's own
    ├── TimedOut             TIMED_OUT           it took longer than it may
    ├── Busy                 BUSY                more is asked than can be served
    ├── Unavailable          UNAVAILABLE         the database does not answer
    └── Failed               INTERNAL            something unexpected

No message carries a value out of the graph, a statement, or a stack.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar

from graphql import GraphQLError


class ApiError(GraphQLError):
    """An error that a client can read: `code` in the extensions, and `hint`."""

    code: ClassVar[str] = "INTERNAL"
    hint: ClassVar[tuple[str, str]] = (
        "Try again; if it stays so, tell whoever runs the server.",
        "请重试；若仍如此，请告知管理员。",
    )
    zh: ClassVar[str] = "出错了"

    def __init__(self, message: str, zh: str = "", **more: Any) -> None:
        self.said_in_chinese = zh or f"{self.zh}：{message}"
        super().__init__(message, extensions={"code": self.code, "hint": self.hint[0], **more})


class RequestRefused(ApiError):
    """The operation as it was sent cannot be answered."""

    code = "BAD_REQUEST"
    hint = ("See the schema at /graphql/schema.graphql.", "请查看 /graphql/schema.graphql 的模式。")
    zh = "请求无法处理"


class LimitExceeded(RequestRefused):
    """The operation asks for more than one may at once."""

    code = "LIMIT_EXCEEDED"
    hint = (
        "Ask for less at once: fewer layers, smaller pages, fewer fields.",
        "请减少层数、每页条数或字段。",
    )
    zh = "超出限制"


class ArgumentRefused(RequestRefused):
    """An argument that cannot be meant as it is."""

    code = "BAD_ARGUMENT"
    hint = ("See the argument's description in the schema.", "请查看模式中该参数的说明。")
    zh = "参数无效"


class NotForThisDate(RequestRefused):
    """A day for which there is no answer."""

    code = "NOT_AVAILABLE_FOR_THIS_DATE"
    hint = (
        "Leave out asOf here; ask for the node by its id with asOf.",
        "请在此处去掉 asOf，再用 id 和 asOf 查询该节点。",
    )
    zh = "该日期不可用"


class CursorRefused(RequestRefused):
    """A cursor that does not belong here."""

    code = "BAD_CURSOR"
    hint = ("Begin at the first page again.", "请从第一页重新开始。")
    zh = "游标无效"

    def __init__(self) -> None:
        super().__init__("the cursor is not valid here", "此处游标无效")


class NotFound(RequestRefused):
    """Nothing has this id, or nothing that whoever asks may see."""

    code = "NOT_FOUND"
    hint = ("Find it with `search`.", "请用 `search` 查找。")
    zh = "未找到"


class Changed(RequestRefused):
    """It was changed since whoever changes it read it."""

    code = "CONFLICT"
    hint = ("Read it again, and send the version that it has now.", "请重新读取，并提交其当前版本。")
    zh = "内容已被更改"


class NotAllowed(RequestRefused):
    """What another role may do, and whoever asks may not."""

    code = "FORBIDDEN"
    hint = ("Ask somebody whose role it is.", "请联系有此角色的人员。")
    zh = "没有权限"


class NotSignedIn(RequestRefused):
    """There is no token, or none that is good here."""

    code = "UNAUTHENTICATED"
    hint = (
        "Sign in, and send the token as `Authorization: Bearer …`.",
        "请登录，并以 `Authorization: Bearer …` 发送令牌。",
    )
    zh = "未登录"


class ServerTroubled(ApiError):
    """The server cannot answer now."""


class TimedOut(ServerTroubled):
    """The answer took longer than it may."""

    code = "TIMED_OUT"
    hint = LimitExceeded.hint
    zh = "超时"


class Busy(ServerTroubled):
    """More is asked than can be served."""

    code = "BUSY"
    hint = ("Wait a moment and try again.", "请稍后重试。")
    zh = "服务繁忙"


class Unavailable(ServerTroubled):
    """The database does not answer."""

    code = "UNAVAILABLE"
    hint = ("Wait a moment and try again.", "请稍后重试。")
    zh = "数据库暂不可用"


class Failed(ServerTroubled):
    """Something unexpected, which the server's log has."""

    def __init__(self) -> None:
        super().__init__("something went wrong on the server", "服务器内部错误")


def own_error(error: GraphQLError) -> ApiError | None:
    """The API's own error that this is, or that a resolver raised; nothing for another."""
    for each in (error, error.original_error):
        if isinstance(each, ApiError):
            return each
    return None


_QUOTED = (
    # what somebody else's message quotes: a variable's value, a literal, or names that are near to a misspelt one
    re.compile(r"(has invalid value|got invalid value)\b.*", re.DOTALL),
    re.compile(r"(cannot represent (?:an? )?(?:non[- ])?[\w-]*(?: \w+)?)\s*:.*", re.DOTALL),
    re.compile(r"(,)? found .*", re.DOTALL),
    re.compile(r"\s*Did you mean .*", re.DOTALL),
    re.compile(r"\d{5,}"),
)


def _told(message: str) -> str:
    """A message that is not ours, without the values that it quotes and the names that it suggests."""
    for pattern in _QUOTED:
        message = pattern.sub(lambda found: (found[1] or "") if found.lastindex else "", message)
    return message.rstrip(" ,")


def formatted(error: GraphQLError, language: str = "en") -> dict[str, Any]:
    """An error as it goes out, in the language of whoever asked; of one that is not ours, no more than GraphQL says."""
    made: dict[str, Any] = {"message": error.message if own_error(error) else _told(error.message)}
    if error.locations:
        made["locations"] = [location.formatted for location in error.locations]
    if error.path is not None:
        made["path"] = error.path
    if own := own_error(error):
        made["extensions"] = dict(own.extensions or {})
        if language == "zh":
            made["message"] = own.said_in_chinese
            made["extensions"]["hint"] = own.hint[1]
    elif error.original_error is None or isinstance(error.original_error, GraphQLError):
        made["extensions"] = {
            "code": "BAD_REQUEST",
            "hint": RequestRefused.hint[0 if language == "en" else 1],
        }
    elif isinstance(error.original_error, RecursionError):
        return formatted(LimitExceeded("it is nested too deeply", "嵌套过深"), language)
    else:
        # the text of somebody else's error may quote a value
        return formatted(Failed(), language) | {"path": error.path}
    return made
