"""Yes or no, and one out of a few."""

from __future__ import annotations

from functools import lru_cache

from graph_platform.cleaning.outcome import Clean, Unclean
from graph_platform.cleaning.wording import plain
from graph_platform.facts import Formats
from graph_platform.ontology import Property

_TRUE = frozenset(
    ("true", "yes", "y", "t", "1", "on", "✓", "√", "是", "有", "对", "真", "ja", "oui", "sí", "si")
)
_FALSE = frozenset(
    ("false", "no", "n", "f", "0", "off", "否", "不是", "没有", "错", "假", "nein", "non", "nee")
)


def clean_boolean(said: Clean, formats: Formats, declared: Property) -> bool:
    """Yes or no in several languages, or one and zero."""
    if isinstance(said, bool):
        return said
    word = plain(said).casefold()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise Unclean("is neither yes nor no")


_SYNONYMS = {
    # gender; 1 and 2 as GB/T 2261.1 and ISO/IEC 5218 have them
    "male": "m man boy mr 男 男性 先生 1 herr",
    "female": "f w woman girl mrs ms miss 女 女性 女士 小姐 2 frau",
    "other": "x diverse nonbinary non-binary others 其他 其它",
    # severities
    "info": "information informational notice debug 信息 提示 通知",
    "low": "minor trivial 低 轻微 较低 一般",
    "medium": "moderate normal warning warn med middle 中 中等 警告",
    "high": "major severe error important 高 严重 较高 重要",
    "critical": "urgent blocker fatal emergency crit 紧急 致命 危急 特别严重 危险",
    # directions
    "inbound": "in incoming received 呼入 来电 收到 接收 入",
    "outbound": "out outgoing sent 呼出 去电 拨出 发出 发送 出",
    # who is who in a deal
    "decider": "decision_maker decisionmaker economic_buyer budget_holder executive_sponsor buyer"
    " economic_decision_maker 决策者 决策人 拍板人",
    "influencer": "recommender evaluator technical_buyer 影响者 影响人 建议者",
    "user": "end_user enduser business_user 使用者 用户 最终用户",
    "gatekeeper": "legal_and_compliance 把关者 守门人",
    "blocker": "opponent detractor 反对者 阻碍者",
    "champion": "sponsor supporter coach 支持者 教练 内线",
    # posts
    "legal_representative": "legal_rep 法定代表人 法人 法人代表 负责人 执行事务合伙人",
    "director": "corporate_director nominee_director board_member chairman chair chairwoman chairperson"
    " 董事 董事长 执行董事 副董事长 独立董事 董事会成员 llp_member llp_designated_member",
    "supervisor": "监事 监事会主席 职工监事 监事长 supervisory_board_member",
    "manager": "general_manager ceo managing_director 经理 总经理 副总经理 总裁",
    "secretary": "corporate_secretary company_secretary nominee_secretary 秘书 董事会秘书 董秘",
}


@lru_cache(maxsize=64)
def _choices(values: tuple[str, ...]) -> dict[str, str]:
    """What may be said, folded, to the declared value that it means; a declared value means itself."""
    meant = {word: value for value in values for word in _SYNONYMS.get(value, "").split()}
    return meant | {_folded(value): value for value in values}


def _folded(word: str) -> str:
    return word.casefold().strip(".").replace(" ", "_").replace("-", "_")


def clean_enumeration(said: Clean, formats: Formats, declared: Property) -> str:
    """One of the property's values, or a usual word for it in Chinese or English."""
    if isinstance(said, str) and said in declared.values:
        return said
    word = plain(str(int(said)) if isinstance(said, bool) else said)
    value = _choices(declared.values).get(_folded(word))
    if value is None:
        raise Unclean("is none of the values that are declared")
    return value
