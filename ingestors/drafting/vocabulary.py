"""What column names mean, in Chinese and English: of which thing they speak, and which property of it they name."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from ingestors.cn_columns import COM_INFO, COMPANY

THINGS: dict[str, tuple[str, str]] = {
    # role: (label, words)
    "customer": ("Company", "customer customers client clients cust buyer 客户 顾客 买方 采购方"),
    "supplier": ("Company", "supplier suppliers vendor vendors seller merchant 供应商 供货商 卖方 商户 商家"),
    "manufacturer": ("Company", "manufacturer maker producer brand 制造商 厂商 厂家 生产企业 品牌"),
    "parent": ("Company", "parent parents subsidiaryof 母公司 上级单位 上级公司"),
    "employer": ("Company", "employer employers 雇主 招聘企业 招聘单位"),
    "company": (
        "Company",
        "company companies organization organizations organisation organisations org account accounts firm "
        "corporate corporation enterprise business shipper shippers 企业 公司 单位 机构 被投资企业",
    ),
    "contact": ("Contact", "contact contacts contactperson 联系人"),
    "owner": (
        "User",
        "owner agent salesagent rep salesrep representative employee employees assignee sr sdr reporter staff "
        "负责人 业务员 销售员 员工 处理人 客服 坐席",
    ),
    "manager": ("User", "manager reportsto supervisor 经理 上级 主管"),
    "shareholder": ("Shareholder", "shareholder investor holder 股东 投资人"),
    "executive": ("Executive", "executive executives director officer 高管 董事 监事 法定代表人"),
    "driver": ("Operator", "driver operator 司机 驾驶员 操作员"),
    "engineer": ("Engineer", "engineer technician resource 工程师 技师"),
    "person": ("Person", "person people persons user users 人员 用户 人"),
    "team": ("Team", "team teams department departments office group 部门 团队 科室"),
    "school": ("School", "school university college 学校 院校 大学"),
    "vehicle": ("Vehicle", "vehicle vehicles car cars truck 车辆 汽车"),
    "product": ("Product", "product products item items article sku goods 产品 商品 物料 货品"),
    "battery": ("Battery", "battery batteries 电池"),
    "machine": (
        "Machine",
        "machine machines device devices equipment asset assets 设备 机器 资产 机台",
    ),
    "part": ("SparePart", "part parts sparepart 备件 零件 配件"),
    "ticket": (
        "Ticket",
        "ticket tickets case cases complaint complaints incident incidents issue issues request 工单 投诉 报修 案件",
    ),
    "order": ("Order", "order orders purchase sale sales po 订单 采购单 销售单"),
    "opportunity": ("Opportunity", "opportunity opportunities deal deals mql pipeline 商机 线索"),
    "shipment": ("Shipment", "shipment shipments delivery consignment 运单 发货单 报关单"),
    "payment": ("Payment", "payment payments invoice invoices transaction 付款 发票 收款 回款"),
    "meeting": ("Meeting", "meeting meetings appointment 会议"),
    "call": ("Call", "call calls 通话 呼叫"),
    "visit": ("Visit", "visit visits 拜访 走访"),
    "dispatch": ("Dispatch", "dispatch dispatches trip trips ride 派单 派车 行程"),
    "repair": ("Repair", "repair repairs maintenance 维修 保养"),
    "alarm": ("Alarm", "alarm alarms alert alerts 告警 报警"),
    "pageview": ("PageView", "pageview session sessions click clicks 浏览 会话"),
    "diagnostic": ("Diagnostic", "diagnostic diagnostics inspection 诊断 检测"),
    "lawsuit": ("Lawsuit", "lawsuit litigation 诉讼 案号"),
    "job": ("JobPost", "job jobs vacancy vacancies posting postings 职位 岗位"),
    "contract": ("Contract", "contract contracts 合同 协议"),
    "certificate": ("Certificate", "certificate certificates 证书 资质"),
    "patent": ("Patent", "patent patents 专利"),
    "publication": ("Publication", "publication paper papers 论文"),
    "account": ("OnlineAccount", "handle username 账号"),
}
"""Roles by which columns name a thing, the label of each, and the words for it."""

ROLES = {word: role for role, (_, words) in THINGS.items() for word in reversed(words.split())}
KEYS = frozenset(
    (
        *(
            "id",
            "ids",
            "no",
            "nr",
            "number",
            "num",
            "code",
            "key",
            "guid",
            "uuid",
            "index",
            "ref",
            "identifier",
        ),
        *("编号", "代码", "号码", "号", "编码", "序号", "id号"),
    )
)
NAMES = frozenset(("name", "names", "title", "label", "名称", "名字", "姓名", "全称", "名"))

PROPERTIES: dict[str, str] = {
    "name": "name fullname companyname legalname displayname 名称 姓名 全称 企业名称 公司名称 客户名称",
    "given_name": "firstname givenname forename first 名",
    "family_name": "lastname surname familyname last achternaam 姓",
    "gender": "gender sex geslacht 性别",
    "birth_date": "birthdate dateofbirth birthday dob 出生日期 生日",
    "job_title": "jobtitle contacttitle position role 职务 职位名称 岗位名称",
    "email": "email mail emailaddress 邮箱 电子邮箱 电子邮件",
    "phone": "phone telephone tel mobile mobilephone phonenumber cell fax 电话 手机 手机号 联系电话 电话号码",
    "wechat": "wechat 微信 微信号",
    "address": "address street addressline1 streetaddress 地址 注册地址 详细地址",
    "city": "city town location 城市 所属城市",
    "region": "region state province county 省份 省 地区 州",
    "country": "country nation 国家",
    "uscc": "uscc creditcode unifiedsocialcreditcode 统一社会信用代码 社会信用代码",
    "vat_number": "vat vatid vatnumber ustid 税号",
    "registration_number": "registrationnumber companyregno 注册号",
    "stock_code": "stockcode ticker 股票代码 证券代码",
    "legal_form": "legalform companytype typeofownership 企业类型",
    "founded": "founded established yearestablished dateofestablishment 成立日期 成立时间",
    "registered_capital": "registeredcapital 注册资本",
    "business_scope": "businessscope 经营范围",
    "industry": "industry branche businesssegment 行业 所属行业",
    "sector": "sector 板块",
    "website": "website homepage web url homepageurl 网站 官网",
    "employees": "employees headcount numberofemployees staffcount 员工数 员工人数 参保人数",
    "annual_revenue": "revenue annualrevenue turnover 年营业额 营业收入",
    "status": "status state registrationstatus resolution 状态 登记状态",
    "territory": "territory salesregion 销售区域",
    "serial_number": "serial serialnumber serialno sn 序列号 出厂编号",
    "vin": "vin 车架号 车辆识别代号",
    "plate": "plate licenseplate licenceplate numberplate 车牌 车牌号",
    "model": "model modelno 型号 车型",
    "manufacturer": "manufacturer maker brand make 制造商 生产厂家 品牌",
    "category": "category type kind series class productline gattung leadtype 类别 分类 类型",
    "version": "version firmware 版本",
    "mileage": "mileage odometer 里程",
    "sku": "sku articlenumber productcode 货号 物料编码",
    "list_price": "price unitprice listprice salesprice 单价 价格 标价",
    "stock": "stock unitsinstock quantityonhand 库存 库存量",
    "reorder_level": "reorderlevel reorderpoint 安全库存",
    "warehouse": "warehouse 仓库",
    "description": "description remarks remark notes note comment comments jobdescription 备注 描述 说明",
    "title": "title subject topic headline summary 标题 主题",
    "text": "text body content message description details complaint 内容 正文 问题描述 投诉内容",
    "url": "url link 链接",
    "published": "published publishedat dateposted 发布日期 发布时间",
    "at": (
        "at date datetime timestamp time created createdat createdate opened openedat orderdate startdate starttime "
        "started startedat engagedate completetimestamp wondate firstcontactdate casestart recordedat "
        "日期 时间 创建时间 下单时间 发生时间 开始时间 提交时间 受理时间"
    ),
    "ended_at": "ended endedat enddate endtime closed closedat finished shippeddate 结束时间 完成时间 关闭时间",
    "solved_at": "solved solvedat resolvedat resolved 解决时间",
    "priority": "priority severity urgency 优先级 紧急程度",
    "channel": "channel origin source 渠道 来源",
    "tags": "tags labels keywords 标签",
    "amount": "amount total totalamount value closevalue sum sales 金额 总额 合计 订单金额",
    "stage": "stage dealstage salesstage 阶段",
    "closes": "closedate expectedclosedate 预计成交日期",
    "probability": "probability winprobability 赢率",
    "order_number": "ordernumber orderno 订单号 订单编号",
    "code": "code errorcode faultcode 故障码 代码",
    "severity": "severity level 严重程度",
    "contract_number": "contractnumber contractno 合同号 合同编号",
    "contract_value": "contractvalue contractamount 合同金额",
    "starts": "starts startdate 开始日期 生效日期",
    "ends": "ends enddate expires 结束日期 到期日期",
    "salary": "salary wage 工资 薪资",
    "employment_type": "employmenttype worktype 用工类型",
    "distance": "distance km 距离 里程",
    "service": "service 服务类型",
    "duration": "duration minutes 时长",
    "quantity": "quantity qty 数量",
    "licence_number": "licencenumber licensenumber 驾驶证号",
    "capacity": "capacity 容量",
    "resident_id": "idcard residentid 身份证 身份证号 身份证号码",
    "bank_account": "iban bankaccount account 银行账号 账号",
    "other_names": "alias aliases englishname 英文名称 别名 简称",
    "dwell": "dwell pageduration 停留时长",
}
"""Words for each property, run together and in small letters; the first property that fits is taken."""

EXACT = {word: name for name, words in reversed(PROPERTIES.items()) for word in words.split()}
REGISTER = {word.replace("_", ""): name for word, name in {**COMPANY, **COM_INFO}.items() if name != "name"}
"""The register's own names are not taken apart: `enterprise_state` is no state that an enterprise lies in."""
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")


class Meaning(NamedTuple):
    """What a column's name says: of which thing (empty: of the row's own), which property, and whether it is its key.

    `role` is one of `THINGS`. A name that is nothing but a role (`product`) is that thing's name.
    """

    role: str
    attribute: str
    is_key: bool = False
    is_name: bool = False


def meaning(column: str) -> Meaning:
    """What a column's name says, as far as its words are known."""
    words = words_of(column)
    joined = "".join(words)
    if joined in KEYS:
        return Meaning("", "", is_key=True)
    if joined in REGISTER:
        return Meaning("", REGISTER[joined])
    for size in range(len(words), 0, -1):
        role, rest = ROLES.get("".join(words[:size])), "".join(words[size:])
        if role is not None and (found := _of_role(role, rest)):
            return found
    return _chinese(joined) or Meaning("", EXACT.get(joined, ""))


def _of_role(role: str, rest: str) -> Meaning | None:
    if rest in KEYS:
        return Meaning(role, "", is_key=True)
    if not rest or rest in NAMES:
        return Meaning(role, "name", is_name=True)
    return Meaning(role, EXACT[rest]) if rest in EXACT else None


def _chinese(joined: str) -> Meaning | None:
    """Chinese runs together: the longest word for a thing that it begins with."""
    for size in range(len(joined) - 1, 0, -1):
        role = ROLES.get(joined[:size])
        if role is not None and not joined.isascii() and (found := _of_role(role, joined[size:])):
            return found
    return None


def words_of(name: str) -> list[str]:
    """A name's words in small letters: `customer_id`, `customerID` and `Customer ID` are the same."""
    return [word.casefold() for word in _PARTS.findall(unicodedata.normalize("NFKC", name))]


def role_of(name: str) -> str:
    """The thing that a file's or a table's name speaks of, or nothing."""
    for word in reversed(words_of(name)):
        if word in ROLES:
            return ROLES[word]
    folded = "".join(words_of(name))
    return next(
        (
            ROLES[word]
            for word in sorted(ROLES, key=len, reverse=True)
            if not word.isascii() and word in folded
        ),
        "",
    )
