"""The words of the findings about interests behind organizations."""

from __future__ import annotations

from graph_platform.findings.kind import Kind, Words

_CHAIN = Words(
    "Majority holdings and stated control, valid on the day, were followed upwards until nobody stands above.",
    "沿当日有效的多数股权与控制关系逐层向上，直至再无上层。",
)
THINGS = {
    "phone": Words("a phone", "电话"),
    "address": Words("an address", "地址"),
    "domain": Words("an internet domain", "域名"),
    "officer": Words("an officer", "任职人员"),
}
SIGNS = {
    "address of many": Words("an address of many", "与多家同址"),
    "phone of many": Words("a phone of many", "与多家同号"),
    "officer of many": Words("an officer of many", "负责人任职多家"),
    "nobody": Words("nobody works there", "无员工"),
    "no business": Words("no business", "无业务往来"),
    "holdings": Words("holds shares", "持有股权"),
    "new": Words("new", "新设立"),
}

CIRCULAR_HOLDING = Kind(
    "interest/circular_holding",
    Words("Circular holding", "循环持股"),
    Words("{members} organizations own one another in a circle: {member}.", "{members} 家机构循环持股：{member}。"),
    Words(
        "Capital is counted more than once, and control can be held with little of it.",
        "资本被重复计算，少量出资即可掌握控制权。",
    ),
    Words(
        "One holding of the circle that has ended, or is another company's.", "环中任一持股已终止，或属于另一家公司。"
    ),
    Words(
        "Strongly connected components of the holdings valid on the day; a shortest circle in each.",
        "对当日有效持股求强连通分量，各取一条最短环。",
    ),
)  # fmt: skip
CUSTOMER_AND_SUPPLIER = Kind(
    "interest/customer_and_supplier",
    Words("Customer and supplier under one owner", "客户与供应商同一实际控制人"),
    Words(
        "{supplier} supplies {customer}, and {controller} controls both.",
        "{supplier} 向 {customer} 供货，二者均由 {controller} 控制。",
    ),
    Words(
        "Prices and orders between the two need not be the market's.", "二者之间的价格与订单未必符合市场。"
    ),
    Words("A majority in either chain that is not held any more.", "任一链条上的多数股权已不再持有。"),
    _CHAIN,
)
BUYING_APART = Kind(
    "interest/buying_apart",
    Words("Customers of one group that we look after apart", "同一集团的客户由不同人员跟进"),
    Words(
        "{controller} controls {customers} of our customers, whom {managers} of our people look after apart.",
        "{controller} 控制我方 {customers} 家客户，由 {managers} 名同事分别跟进。",
    ),
    Words("They can be met as one group, with one offer.", "可作为一个集团统一对接与报价。"),
    Words("A majority in a chain that is not held any more.", "链条上的多数股权已不再持有。"),
    _CHAIN,
)
SAME_HANDS = Kind(
    "interest/same_hands",
    Words("Two names, the same hands", "不同名称，同一批人"),
    Words(
        "{organization} share what few others have ({shared}), and no holding says why.",
        "{organization} 共用少数机构才有的信息（{shared}），且无持股关系可以解释。",
    ),
    Words("They may be run by the same people.", "可能由同一批人经营。"),
    Words(
        "An agent, landlord or switchboard that serves both.", "二者共用同一代理机构、房东或总机。"
    ),
    Words(
        "Phones, addresses, domains and officers that at most four organizations share, each weighed by its kind.",
        "至多四家机构共用的电话、地址、域名和任职人员，按种类加权。",
    ),
    words=THINGS,
)  # fmt: skip
SHELL_LIKE = Kind(
    "interest/shell_like",
    Words("Looks like a shell", "疑似空壳公司"),
    Words("{organization} looks like a shell: {signs}.", "{organization} 疑似空壳：{signs}。"),
    Words("Ask who stands behind it before dealing with it.", "交易前应查明其背后的人。"),
    Words("Staff, premises or business of its own.", "有自己的员工、场所或业务。"),
    Words(
        "Signs: an address, phone or officer of ten organizations or more, no staff, no business, holdings, new.",
        "统计迹象：与十家以上机构共用地址、电话或人员，无员工，无业务，持有股权，新设立。",
    ),
    words=SIGNS,
)
