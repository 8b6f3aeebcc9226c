"""What tools say themselves, in Chinese and English. No word of it is out of the graph."""

from __future__ import annotations

from typing import Any

_WORDS: dict[str, tuple[str, str]] = {
    "found": ("{shown} of {total}{least} found.", "共找到 {total}{least} 条，返回 {shown} 条。"),
    "entity": (
        "{is_}: {values} values; what is known at {ends} ends.",
        "{is_}：{values} 项取值；{ends} 类关系有数据。",
    ),
    "along": (
        "{shown} of {total} {into} ({relation}).",
        "{into}（{relation}）共 {total} 条，返回 {shown} 条。",
    ),
    "dimensions": ("{known} of {total} dimensions known.", "{total} 个维度中 {known} 个已知。"),
    "dimension": ("{name}: {state}.", "{name}：{state}。"),
    "path": ("{length} steps, strength {strength}.", "{length} 步，强度 {strength}。"),
    "no_path": (
        "No path of at most {most} steps that you may see.",
        "在您可见范围内没有不超过 {most} 步的路径。",
    ),
    "findings": ("{shown} findings.", "{shown} 条发现。"),
    "finding": ("{kind}, score {score}.", "{kind}，评分 {score}。"),
    "ranked": (
        "{shown} of {total} ranked, from {seeds} seeds{deciders}.",
        "{total} 人中前 {shown} 名，起点 {seeds} 个{deciders}。",
    ),
    "deciders": (" known to decide", "（已知决策者）"),
    "chains": ("{shown} ways from our people.", "{shown} 条引荐路径。"),
    "events": ("{shown} of {total} events, newest first.", "共 {total} 个事件，返回最近 {shown} 个。"),
    "records": ("{shown} records say it.", "{shown} 条记录为证。"),
    "answered": ("Answered; {shown} rows.", "已回答；{shown} 行。"),
    "understood": ("Understood; not answered.", "已理解，未执行。"),
    "asked_back": (
        "Not clear: choose one of {shown}, and send its `plan`.",
        "含义不明确：请从 {shown} 个选项中选择，并发送其 `plan`。",
    ),
    "ask_refused": ("Refused: this is not understood, or cannot be asked.", "无法回答：未能理解或不可查询。"),
    "kept": ("Kept.", "已保存。"),
    "repeated": ("It was kept before; nothing was done.", "此前已保存，未重复写入。"),
    "more": (" More: pass `next` as `after`.", "其余请以 `next` 作为 `after` 查询。"),
    "left_out": (" {many} more did not fit: raise `budget`.", "另有 {many} 条超出预算：请调高 `budget`。"),
    "shortened": (" Long texts were shortened to fit.", "长文本已截短。"),
}


def said(language: str, name: str, /, **values: Any) -> str:
    """The words of a name in a language (`zh`, or anything else for English), filled."""
    return _WORDS[name][language == "zh"].format(**values)
