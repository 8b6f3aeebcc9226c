"""What a Chinese company has changed in the register (工商变更), and the certificates and licences that it holds."""

from __future__ import annotations

import hashlib

from graph_platform.facts import Claim, Mention, Record, Row, Said
from ingestors.cn_risk_columns import CERTIFICATE_ALIASES, CHANGE_ALIASES, LICENCE_ALIASES
from ingestors.cn_rows import must_tell, own_company, told
from ingestors.columns import stated
from ingestors.reading.items import Raw
from ingestors.tables import Table


def change(raw: Raw, line: int) -> Row:
    """One registered fact that changed."""
    records: list[Record] = []
    company = own_company(raw, records)
    item, day = must_tell(raw, "变更事项"), must_tell(raw, "变更日期")
    before, after = told(raw, "变更前"), told(raw, "变更后")
    # one item may change twice on a day, and the register gives changes no number
    which = hashlib.blake2b(f"{before}\n{after}".encode(), digest_size=6).hexdigest()
    key = f"change/{company.key.removeprefix('company/')}/{day}/{item}/{which}"
    values: dict[str, Said] = {"item": item, "before": before, "after": after, "at": day, "title": item}
    claim = Claim("CONCERNS", "CONCERNS", Mention(key, "RegistrationChange"), company)
    record = Record(key, "RegistrationChange", stated(values))
    return Row(key, line, raw, (record, *records), (claim,), told(raw, "更新日期") or None, ("public",))


def certificate(raw: Raw, line: int) -> Row:
    """One certificate of one company, and who issued it."""
    values: dict[str, Said] = {
        "certificate_number": must_tell(raw, "证书编号"),
        "title": told(raw, "证书名称", "证书类型"),
        "field": told(raw, "证书类型"),
        "level": told(raw, "资质等级"),
        "issued": told(raw, "发证日期"),
        "expires": told(raw, "有效期至"),
        "status": told(raw, "证书状态"),
    }
    return _held(raw, line, values, told(raw, "发证机关"))


def licence(raw: Raw, line: int) -> Row:
    """One administrative licence of one company, and who granted it."""
    values: dict[str, Said] = {
        "certificate_number": must_tell(raw, "许可文件编号"),
        "title": told(raw, "许可文件名称"),
        "field": "行政许可",
        "text": told(raw, "许可内容"),
        "issued": told(raw, "有效期自"),
        "expires": told(raw, "有效期至"),
    }
    return _held(raw, line, values, told(raw, "许可机关"))


def _held(raw: Raw, line: int, values: dict[str, Said], issuer: str) -> Row:
    records: list[Record] = []
    company = own_company(raw, records)
    # numbers are unique with their issuer only, which every service spells in its own way
    key = f"certificate/{company.key.removeprefix('company/')}/{values['certificate_number']}"
    me = Mention(key, "Certificate")
    since, until = values["issued"] or None, values["expires"] or None
    claims = [Claim("HOLDS_CERTIFICATE", "HOLDS_CERTIFICATE", company, me, {}, since, until)]
    if issuer:
        by = Mention(f"{key}#issuer", "Organization")
        records.append(Record(by.key, by.label, {"name": issuer}))
        claims.append(Claim("ISSUED", "ISSUED", by, me))
    record = Record(key, "Certificate", stated(values))
    return Row(key, line, raw, (record, *records), tuple(claims), told(raw, "更新日期") or None, ("public",))


TABLES = (
    Table(
        "changes",
        change,
        ("企业名称", "变更事项", "变更日期", "变更前", "变更后"),
        ("统一社会信用代码", "更新日期"),
        CHANGE_ALIASES,
        "工商变更: what has changed in the register.",
    ),
    Table(
        "certificates",
        certificate,
        ("企业名称", "证书编号", "证书类型"),
        (
            "统一社会信用代码",
            "证书名称",
            "资质等级",
            "发证日期",
            "有效期至",
            "发证机关",
            "证书状态",
            "更新日期",
        ),
        CERTIFICATE_ALIASES,
        "资质证书: certificates.",
    ),
    Table(
        "licences",
        licence,
        ("企业名称", "许可文件编号", "许可机关"),
        ("统一社会信用代码", "许可文件名称", "许可内容", "有效期自", "有效期至", "更新日期"),
        LICENCE_ALIASES,
        "行政许可: administrative licences.",
    ),
)
