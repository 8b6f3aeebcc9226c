"""The columns of the Chinese register's exports, as services name them, and the words that tell parties apart."""

from __future__ import annotations

import re

COMPANY = {
    "企业名称": "name",
    "统一社会信用代码": "uscc",
    "登记状态": "status",
    "注册资本": "registered_capital",
    "实缴资本": "paid_in_capital",
    "成立日期": "founded",
    "注销日期": "dissolved",
    "企业类型": "legal_form",
    "所属行业": "industry",
    "注册地址": "address",
    "经营范围": "business_scope",
    "登记机关": "registration_authority",
    "注册号": "registration_number",
    "所属省份": "region",
    "所属城市": "city",
    "英文名称": "other_names",
    "曾用名": "previous_names",
    "参保人数": "employees",
    "电话": "phone",
    "邮箱": "email",
    "官网": "website",
}
COM_INFO = {
    "corporate_name": "name",
    "unified_social_credit_code": "uscc",
    "enterprise_state": "status",
    "registered_capital": "registered_capital",
    "actually_registered_capital": "paid_in_capital",
    "date_of_establishment": "founded",
    "company_type": "legal_form",
    "registered_address": "address",
    "business_scope": "business_scope",
    "registration_authority": "registration_authority",
    "registration_number": "registration_number",
    "province": "region",
    "city": "city",
    "english_name": "other_names",
    "before_name": "previous_names",
}
HELD = {
    "被投资企业名称": "name",
    "被投资企业统一社会信用代码": "uscc",
    "成立日期": "founded",
    "登记状态": "status",
    "注册资本": "registered_capital",
}
ALIASES = {
    "公司名称": "企业名称",
    "名称": "企业名称",
    "社会信用代码": "统一社会信用代码",
    "经营状态": "登记状态",
    "企业状态": "登记状态",
    "法人": "法定代表人",
    "法人代表": "法定代表人",
    "注册资金": "注册资本",
    "成立时间": "成立日期",
    "企业地址": "注册地址",
    "住所": "注册地址",
    "省份": "所属省份",
    "城市": "所属城市",
    "行业": "所属行业",
    "企业（机构）类型": "企业类型",
    "网址": "官网",
    "联系电话": "电话",
}
HOLDER_ALIASES = {
    **ALIASES,
    "股东": "股东名称",
    "股东（发起人）": "股东名称",
    "出资比例": "持股比例",
    "认缴出资额（万元）": "认缴出资额(万元)",
    "认缴出资日期": "认缴日期",
    "股东信用代码": "股东统一社会信用代码",
}
INVESTMENT_ALIASES = {
    **ALIASES,
    "被投资企业": "被投资企业名称",
    "对外投资企业": "被投资企业名称",
    "被投资公司名称": "被投资企业名称",
    "持股比例": "投资比例",
    "认缴出资额（万元）": "认缴出资额(万元)",
}
POSTS = {
    "法定代表人": "legal_representative",
    "董事": "director",
    "监事": "supervisor",
    "经理": "manager",
    "总裁": "manager",
    "秘书": "secretary",
}
NOTHING = {"-", "--", "—", "无", "暂无", "/", "\\N", "null", "NULL"}
COMPANY_WORDS = re.compile(
    "公司|企业|合伙|集团|中心|银行|基金|信托|协会|学校|大学|医院|委员会|政府|国资委"
    "|检察院|法院|管理局|合作社|事务所|研究院|研究所|商行|经营部|工厂|厂$"
    r"|\b(?:ltd|inc|llc|limited|gmbh|corp|corporation|holdings|plc|company)\b",
    re.IGNORECASE,
)
