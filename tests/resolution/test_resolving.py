"""Who is who over records in memory: what merges, what never does, and what is left to a person."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph_platform.resolution.clustering import contract
from graph_platform.resolution.collective import Related
from graph_platform.resolution.decisions import Decision
from graph_platform.resolution.evaluation import read_parties
from graph_platform.resolution.party import Party, party_from_object
from graph_platform.resolution.resolving import Judgement, Resolution, resolve

USCC, OTHER_USCC = "91110108MAY1KPGK0E", "91310115MAY1K4FHTF"


def person(id_: str, name: str, **more: Any) -> Party:
    return party_from_object({"record_id": id_, "schema": "Person", "name": name, **more}, "here")


def company(id_: str, name: str, **more: Any) -> Party:
    return party_from_object({"record_id": id_, "schema": "Organization", "name": name, **more}, "here")


def decided(found: Resolution, left: str, right: str) -> Decision:
    return found.judged[min(left, right), max(left, right)].decision


def together(found: Resolution, *ids: str) -> bool:
    return any(cluster.issuperset(ids) for cluster in found.clusters)


def test_ten_records_without_training_are_judged() -> None:
    found = resolve(
        [
            person("a", "陈丽华", phone="13911204471", employer="比亚迪股份有限公司"),
            person("b", "Chen Lihua", phone="+86 139 1120 4471", title="采购"),
            person("c", "陈丽华", city="深圳"),
            company("d", "比亚迪", country="CN"),
            company("e", "比亚迪股份有限公司", city="深圳"),
        ],
        asked=[("a", "c")],
    )
    assert together(found, "a", "b")
    assert together(found, "d", "e")
    assert decided(found, "a", "c") is not Decision.SAME


@pytest.mark.parametrize("code", ["uscc", "lei"])
def test_two_valid_different_exclusive_identifiers_are_never_one_however_long_the_chain(code: str) -> None:
    codes = {"uscc": (USCC, OTHER_USCC), "lei": ("529900T8BM49AURSDO55", "5493001KJTIIGC8Y1R12")}[code]
    shared = {
        "phone": "010-62345678",
        "domain": "lantu.example",
        "address": "北京市海淀区中关村大街27号1101室",
    }
    parties = [company("a", "北京岚途轴承有限公司", **{code: codes[0]}, **shared)]
    parties += [company(f"m{n}", "北京岚途轴承有限公司", **shared) for n in range(5)]
    parties += [company("z", "北京岚途轴承有限公司", **{code: codes[1]}, **shared)]
    assert all(code in dict(p.identifiers) for p in (parties[0], parties[-1]))
    found = resolve(parties, asked=[("a", "z")])
    assert found.clusters
    assert not together(found, "a", "z")
    assert found.judged["a", "z"].vetoed


def test_a_persons_name_alone_merges_nobody_and_says_what_is_missing() -> None:
    found = resolve(
        [person("a", "欧阳靖雯", city="上海"), person("b", "欧阳靖雯", city="上海")], asked=[("a", "b")]
    )
    assert not found.clusters
    assert decided(found, "a", "b") is Decision.UNKNOWN
    assert "phone" in found.judged["a", "b"].reason


def test_placeholders_are_no_evidence() -> None:
    shared = {"phone": "13800138000", "email": "test@example.com", "registration_number": "N/A"}
    found = resolve([person("a", "李明", **shared), person("b", "李明", **shared)], asked=[("a", "b")])
    assert not found.clusters


def test_what_a_thousand_share_is_no_evidence() -> None:
    parties = [person(str(n), name, phone="010-88886666") for n, name in enumerate(_names(300))]
    parties += [person("x", "王芳", phone="010-88886666"), person("y", "王芳", phone="010-88886666")]
    assert not resolve(parties).clusters


def _names(count: int) -> list[str]:
    rng = random.Random(3)
    return [
        rng.choice("赵钱孙李周吴郑冯陈褚卫蒋沈韩杨朱秦尤许何")
        + rng.choice("云山岚溪岩松柏竹梅兰")
        + rng.choice("平安康宁远")
        for _ in range(count)
    ]


def test_everybody_is_called_zhang_wei() -> None:
    parties = [
        person(str(n), "张伟", city=random.Random(n).choice(["北京", "上海", "成都"])) for n in range(400)
    ]
    assert not resolve(parties).clusters


def test_a_branch_is_not_its_head_office() -> None:
    shared = {"domain": "lantu.example", "phone": "0510-85302217"}
    found = resolve(
        [
            company("a", "无锡岚途轴承有限公司", **shared),
            company("b", "无锡岚途轴承有限公司苏州分公司", **shared),
        ],
        asked=[("a", "b")],
    )
    assert not found.clusters
    assert found.judged["a", "b"].vetoed


def test_a_person_is_not_the_company_named_after_them() -> None:
    found = resolve([person("a", "李宁", phone="13911204471"), company("b", "李宁", phone="13911204471")])
    assert not found.clusters


def test_same_named_shareholders_are_one_where_their_companies_are_joined_and_name_others_in_common() -> None:
    parties = [
        person("p1", "邓步琳", employer="重庆正川医药包装材料股份有限公司"),
        person("p2", "邓步琳", employer="成都云岫投资管理有限公司"),
        person("q1", "邓红", employer="重庆正川医药包装材料股份有限公司"),
        person("q2", "邓红", employer="成都云岫投资管理有限公司"),
        company("c1", "重庆正川医药包装材料股份有限公司"),
        company("c2", "成都云岫投资管理有限公司"),
    ]
    related = [
        Related("p1", "c1"),
        Related("p2", "c2"),
        Related("q1", "c1"),
        Related("q2", "c2"),
        Related("c2", "c1"),
    ]
    assert together(resolve(parties, related), "p1", "p2")
    assert not together(resolve(parties), "p1", "p2")


def test_a_judgement_outweighs_the_model_both_ways_and_a_guard_too() -> None:
    parties = [
        person("a", "陈丽华", phone="13911204471"),
        person("b", "陈丽华", phone="13911204471"),
        company("c", "岚途轴承", uscc=USCC),
        company("d", "蓝图轴承", uscc=OTHER_USCC),
    ]
    assert together(resolve(parties), "a", "b")
    found = resolve(parties, judgements=[Judgement("a", "b", False), Judgement("c", "d", True)])
    assert not together(found, "a", "b")
    assert together(found, "c", "d")


def test_one_bridge_between_two_dense_groups_joins_them_not() -> None:
    groups = [[f"{group}{n}" for n in range(4)] for group in "ab"]
    weights = {(one, other): 8.0 for group in groups for one in group for other in group if one < other}
    weights |= {(one, other): -4.0 for one in groups[0] for other in groups[1]}
    weights["a0", "b0"] = 9.0
    names = {name: 0 for group in groups for name in group}
    found = contract(weights, names, max, lambda one, other: False)
    assert sorted(map(sorted, found)) == groups


@pytest.mark.parametrize(
    "name", ["张" * 10_000, "🙂🙂🙂", "Иван Иванов", "محمد علي", "‮evil", "", "   ", "\x00"]
)
def test_no_name_is_too_odd_to_be_compared(name: str) -> None:
    parties = [
        person("a", name, phone="13911204471"),
        person("b", name, phone="13911204471"),
        company("c", name),
    ]
    resolve(parties, asked=[("a", "b")])


@pytest.mark.parametrize("records", ["records.jsonl", "near_misses.jsonl"])
def test_pairs_of_which_only_a_name_speaks_are_judged_alike_one_by_one_and_all_at_once(records: str) -> None:
    parties = read_parties(Path(__file__).parent / "labelled" / records)
    asked = [pair for stage in resolve(parties).stages for pair in stage.pairs(np.flatnonzero(stage.untold))]
    found = resolve(parties, asked=asked)
    one_by_one = [found.judged[pair] for pair in asked]
    assert asked
    assert all(judged.decision is Decision.UNKNOWN or judged.vetoed for judged in one_by_one)


def test_the_same_few_contacts_at_every_lessee_make_nobody_one() -> None:
    names = ["陈丽华", "刘敏", "王强", "Grace Brown"]
    parties, related = [], []
    for at in range(5):
        parties.append(company(f"c{at}", f"岚途第{at + 1}租赁有限公司"))
        for name in names:
            parties.append(
                person(f"p{at}{name}", name, system="leasing", employer=f"岚途第{at + 1}租赁有限公司")
            )
            related.append(Related(f"p{at}{name}", f"c{at}", "WORKS_FOR"))
    assert resolve(parties, related).clusters == []
