"""The columns of Dynamics 365: names of the schema, and what the English and Chinese screens call them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

FORMATTED = "@OData.Community.Display.V1.FormattedValue"
"""What the Web API puts behind a column's name for the words of its code."""

KIND = "@Microsoft.Dynamics.CRM.lookuplogicalname"
"""What the Web API puts behind a lookup's name for the kind of thing that it refers to."""

_LOCKED = ("Do Not Modify", "不可修改", "请勿修改", "不要修改", "不能修改")

ADDRESS = {
    "address1_line1": "address",
    "address1_city": "city",
    "address1_stateorprovince": "region",
    "address1_country": "country",
}
ACCOUNT = {
    "name": "name",
    "telephone1": "phone",
    "emailaddress1": "email",
    "websiteurl": "website",
    "revenue": "annual_revenue",
    "numberofemployees": "employees",
    "description": "description",
    "new_uscc": "uscc",
    "new_lei": "lei",
    "new_duns": "duns",
    "new_vatnumber": "vat_number",
    **ADDRESS,
}
CONTACT = {
    "fullname": "name",
    "firstname": "given_name",
    "lastname": "family_name",
    "jobtitle": "job_title",
    "birthdate": "birth_date",
    **ADDRESS,
}
OPPORTUNITY = {
    "name": "title",
    "description": "text",
    "createdon": "at",
    "stepname": "stage",
    "estimatedvalue": "amount",
    "actualclosedate": "closes",
    "estimatedclosedate": "closes",
}
CASE = {
    "ticketnumber": "ticket_number",
    "title": "title",
    "description": "text",
    "createdon": "at",
    "resolvedon": "solved_at",
}
ACCOUNT_WORDS = {
    "industrycode": "industry",
    "customertypecode": "lifecycle_stage",
    "territoryid": "territory",
    "transactioncurrencyid": "annual_revenue_currency",
}
CONTACT_WORDS = {"gendercode": "gender", "accountrolecode": "buying_role", "statecode": "status"}
OPPORTUNITY_WORDS = {"transactioncurrencyid": "amount_currency", "statecode": "status"}
CASE_WORDS = {
    "prioritycode": "priority",
    "caseorigincode": "channel",
    "casetypecode": "category",
    "statecode": "status",
}
CODES = {
    "accountrolecode": {
        "1": "Decision Maker",
        "2": "",
        "Employee": "",
        "员工": "",
        "雇员": "",
        "3": "Influencer",
    },
    "gendercode": {"1": "Male", "2": "Female"},
    "prioritycode": {"1": "High", "2": "Normal", "3": "Low"},
    "caseorigincode": {"1": "Phone", "2": "Email", "3": "Web"},
    "casetypecode": {"1": "Question", "2": "Problem", "3": "Request"},
    "transactioncurrencyid": {
        "US Dollar": "USD",
        "Pound Sterling": "GBP",
        "Chinese Yuan": "CNY",
        "Yuan Renminbi": "CNY",
        "Hong Kong Dollar": "HKD",
        "Japanese Yen": "JPY",
        "Singapore Dollar": "SGD",
        "Swiss Franc": "CHF",
    },
}
"""What numbers mean that are the same in every organization, and what Microsoft's own words mean to us."""

STATES = {
    "account": {"0": "Active", "1": "Inactive"},
    "contact": {"0": "Active", "1": "Inactive"},
    "opportunity": {"0": "Open", "1": "Won", "2": "Lost"},
    "incident": {"0": "Active", "1": "Resolved", "2": "Cancelled"},
}
SHOWN = {
    "emailaddress1": ("Email", "E-mail", "电子邮件", "电子邮件地址"),
    "description": ("Description", "说明", "描述"),
    "ownerid": ("Owner", "负责人", "所有者"),
    "statecode": ("Status", "状态"),
    "statuscode": ("Status Reason", "状态描述", "状态原因"),
    "createdon": ("Created On", "创建时间", "创建日期"),
    "modifiedon": ("Modified On", "修改时间", "修改日期"),
    "transactioncurrencyid": ("Currency", "货币", "币种"),
    "territoryid": ("Territory", "区域", "销售区域"),
}
ADDRESS_SHOWN = {
    "address1_line1": ("Address 1: Street 1", "Street 1", "地址 1: 街道 1", "街道 1"),
    "address1_city": ("Address 1: City", "City", "地址 1: 市/县", "地址 1: 城市", "市/县", "城市"),
    "address1_stateorprovince": (
        *("Address 1: State/Province", "State/Province"),
        *("地址 1: 省/市/自治区", "地址 1: 省/直辖市/自治区", "省/市/自治区"),
    ),
    "address1_country": ("Address 1: Country/Region", "Country/Region", "地址 1: 国家/地区", "国家/地区"),
}
ACCOUNT_SHOWN = {
    **ADDRESS_SHOWN,
    "name": ("Account Name", "客户名称", "帐户名", "帐户名称", "账户名称"),
    "telephone1": ("Main Phone", "主要电话", "主要电话号码"),
    "websiteurl": ("Website", "网站"),
    "revenue": ("Annual Revenue", "年收入"),
    "numberofemployees": ("Number of Employees", "Employees", "员工人数", "员工数", "雇员人数"),
    "industrycode": ("Industry", "行业"),
    "customertypecode": ("Relationship Type", "关系类型"),
    "parentaccountid": ("Parent Account", "上级客户", "父客户", "上级单位", "上级帐户"),
    "_primarycontactid_value": ("primarycontactid", "Primary Contact", "主要联系人"),
    "new_uscc": ("Unified Social Credit Code", "统一社会信用代码"),
    "new_lei": ("LEI",),
    "new_duns": ("DUNS Number", "D-U-N-S Number"),
    "new_vatnumber": ("VAT Number",),
}
CONTACT_SHOWN = {
    **ADDRESS_SHOWN,
    "fullname": ("Full Name", "全名", "姓名"),
    "firstname": ("First Name", "名", "名字"),
    "lastname": ("Last Name", "姓", "姓氏"),
    "jobtitle": ("Job Title", "职务", "职位"),
    "department": ("Department", "部门"),
    "telephone1": ("Business Phone", "商务电话", "办公电话"),
    "telephone2": ("Home Phone", "住宅电话"),
    "mobilephone": ("Mobile Phone", "移动电话", "手机"),
    "emailaddress2": ("Email Address 2", "电子邮件地址 2"),
    "birthdate": ("Birthday", "生日"),
    "gendercode": ("Gender", "性别"),
    "accountrolecode": ("Role", "角色"),
    "_parentcustomerid_value": ("parentcustomerid", "Company Name", "Account Name", "公司名称", "客户名称"),
    "donotemail": ("Do not allow Emails", "不允许使用电子邮件", "不允许发送电子邮件"),
    "donotphone": ("Do not allow Phone Calls", "不允许使用电话", "不允许拨打电话"),
}
OPPORTUNITY_SHOWN = {
    "name": ("Topic", "主题"),
    "customerid": ("Potential Customer", "潜在客户", "可能的客户"),
    "parentaccountid": ("Account", "客户", "帐户"),
    "parentcontactid": ("Contact", "联系人"),
    "estimatedvalue": ("Est. Revenue", "预计收入", "估计收入"),
    "actualvalue": ("Actual Revenue", "实际收入"),
    "estimatedclosedate": ("Est. Close Date", "预计结束日期", "预计成交日期"),
    "actualclosedate": ("Actual Close Date", "实际结束日期", "实际成交日期"),
    "closeprobability": ("Probability", "可能性", "概率"),
    "stepname": ("Pipeline Phase", "Sales Stage", "渠道阶段", "管道阶段", "销售阶段"),
}
CASE_SHOWN = {
    "ticketnumber": ("Case Number", "案例编号", "服务案例编号"),
    "title": ("Case Title", "案例标题", "服务案例标题"),
    "customerid": ("Customer", "客户"),
    "primarycontactid": ("Contact", "联系人"),
    "prioritycode": ("Priority", "优先级"),
    "caseorigincode": ("Origin", "Case Origin", "来源", "案例来源"),
    "casetypecode": ("Case Type", "案例类型"),
    "productserialnumber": ("Serial Number", "序列号"),
    "parentcaseid": ("Parent Case", "父案例", "上级案例"),
    "resolvedon": ("Resolved On", "解决时间", "解决日期"),
}


def aliases(id_column: str, kinds: Iterable[str], *shown: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Every other name of a table's columns; its id is shown as its kind, with words that forbid to change it."""
    found = {name: column for names in shown for column, others in names.items() for name in others}
    locked = {**dict.fromkeys(kinds, id_column), **dict.fromkeys(SHOWN["modifiedon"], "modifiedon")}
    for title, column in locked.items():
        for words in _LOCKED:
            found[f"({words}) {title}"] = found[f"({words}){title}"] = column
    return found
