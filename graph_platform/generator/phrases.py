"""What offices file and what callers say, by topic and language: patents, cases, parts, recorded calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Invention(NamedTuple):
    """A kind of patent: titles and abstracts, Chinese and English, and its classes, the main one first."""

    title: str
    title_en: str
    text: str
    classes: tuple[str, ...]


INVENTIONS: dict[str, tuple[Invention, ...]] = {
    "diagnosis": (
        Invention(
            "一种动力电池健康状态在线诊断方法", "Method for online diagnosis of a traction battery's state of health",
            "本发明公开了一种动力电池健康状态在线诊断方法，根据充电片段估计容量衰减。", ("G01R31/392", "G01R31/367"),
        ),
        Invention(
            "电池包故障诊断系统及装置", "System and device for fault diagnosis of battery packs",
            "本发明涉及电池包故障诊断，通过电芯压差识别早期失效。", ("G01R31/396", "H01M10/42"),
        ),
        Invention(
            "基于大数据的电池检测平台", "Battery testing platform based on fleet data",
            "本发明提供一种电池检测平台，汇集车辆数据并给出检测结论。", ("G01R31/378", "G06Q50/40"),
        ),
    ),
    "pumps": (
        Invention(
            "一种多级离心泵", "Multistage centrifugal pump",
            "本发明公开了一种多级离心泵，降低了振动和噪声。", ("F04D1/06", "F04D29/66"),
        ),
        Invention(
            "泵用密封结构", "Sealing structure for pumps",
            "本发明涉及一种泵用密封结构，便于更换。", ("F04D29/08", "F16J15/34"),
        ),
    ),
    "casting": (
        Invention(
            "铝合金压铸模具冷却装置", "Cooling device for an aluminium die-casting mould",
            "本发明公开了一种压铸模具冷却装置，缩短了节拍。", ("B22D17/22", "B22D17/32"),
        ),
        Invention(
            "一种铸件清理方法", "Method for cleaning castings",
            "本发明提供一种铸件清理方法，减少了粉尘。", ("B22D29/00", "B24C1/08"),
        ),
    ),
}  # fmt: skip

CAUSES = ("买卖合同纠纷", "服务合同纠纷", "劳动争议", "建设工程施工合同纠纷", "租赁合同纠纷")
PARTS = (
    ("电芯模组", "cell module"),
    ("BMS 主板", "BMS board"),
    ("高压继电器", "HV contactor"),
    ("冷却泵", "coolant pump"),
)
GOODS = (("JP", "85076000"), ("KR", "85076000"), ("DE", "90303900"), ("JP", "85369090"))
"""Where goods come from, and their HS code."""
SENDERS = (
    "Kanto Cell Works K.K.",
    "Hanbit Energy Materials Co.",
    "Musterwerk Messtechnik GmbH",
    "Sample Components Ltd",
)
AGENTS = ("上海示例报关有限公司", "江苏样例国际货运代理有限公司", "广东样本报关行有限公司")

LENDERS = ("样例银行股份有限公司上海分行", "示例融资租赁有限公司", "样本商业银行股份有限公司")

_CHARGING = {
    "said": (
        "我们明年准备在停车场自建{n}个充电桩，正在做预算。",
        "Next year we want to put up {n} charging points at our own depot; the budget is being drawn up.",
    ),
    "other": (
        "听说{other}准备自建{n}个充电桩，我们自己没有这个计划。",
        "{other} is said to put up {n} charging points; we have no such plans ourselves.",
    ),
    "ours": (
        "很多车队都在停车场自建充电桩，{n}个起步，您要不要考虑？",
        "Many fleets put up charging points at their depot, {n} to begin with; would you consider it?",
    ),
}
_SMALL_TALK = (
    (("上个月的检测报告收到了吗？", "Did you get last month's test reports?"),
        ("收到了，发票抬头还要改一下。", "We did; the name on the invoice has to be changed.")),
    (("最近车辆续航怎么样？", "How is the range of the cars these days?"),
        ("天冷以后短了一些，还能接受。", "A little shorter since it got cold, but we can live with it.")),
    (("维保合同年底到期，要续签吗？", "The maintenance contract ends in December; will you renew it?"),
        ("下周开会讨论，再给您答复。", "We talk about it next week and let you know.")),
)  # fmt: skip
_GREETING = ("您好，占用您几分钟。", "Hello, thank you for taking the time.")
_NOT_NOW = ("目前没有这个打算，先看看。", "Not at the moment; we will see.")
_THANKS = ("好的，我整理一下发给您。", "Very well, I will put it in writing.")


def charging_call(how: str, count: int, language: str, other: str = "") -> list[tuple[bool, str]]:
    """A call about charging points, turn by turn (ours?, text): `said` of themselves, of an `other`, by `ours`."""
    place = 0 if language == "zh" else 1
    heart = _CHARGING[how][place].format(n=count, other=other)
    ours = how == "ours"
    ask = _SMALL_TALK[1][0][place]
    turns = [(True, _GREETING[place]), (True, ask), (False, _SMALL_TALK[1][1][place]), (ours, heart)]
    return [*turns, (False, _NOT_NOW[place])] if ours else [*turns, (True, _THANKS[place])]


def small_talk(topics: Sequence[int], language: str) -> list[tuple[bool, str]]:
    """A call that leads nowhere."""
    place = 0 if language == "zh" else 1
    turns = [(True, _GREETING[place])]
    for topic in topics:
        ask, answer = _SMALL_TALK[topic % len(_SMALL_TALK)]
        turns += [(True, ask[place]), (False, answer[place])]
    return turns


def payment_for(name: str, deal: str, language: str, *, behalf: bool) -> str:
    """What stands in a payment's reference: whose contract it pays."""
    if language == "zh":
        return f"{'代付' if behalf else '付'} {name} 服务费 合同{deal}"
    return f"{'on behalf of ' if behalf else ''}{name} service fee contract {deal}"


def call_title(language: str) -> str:
    """What a recorded call is called by whoever keeps it."""
    return "客户电话" if language == "zh" else "Customer call"
