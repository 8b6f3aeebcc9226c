"""What people and companies write: tickets, notes, job adverts. Templates by topic and language."""

from __future__ import annotations

_DEALS = {
    "diagnostics": ("电池检测服务", "battery diagnostics service"),
    "swap": ("换电站建设", "battery swap station"),
    "maintenance": ("年度维保", "annual maintenance"),
    "software": ("车队管理软件", "fleet software licence"),
    "charging": ("充电桩建设", "charging points"),
}

_TICKETS = {
    "range": ("续航明显下降", "Range has dropped noticeably",
        "客户反映续航比上个月少了三成", "The driver reports a third less range than last month"),
    "charging": ("无法快充", "Fast charging fails",
        "充电到 60% 就断开，换桩也一样", "Charging stops at 60 %, on every post we tried"),
    "noise": ("异响", "Unusual noise",
        "低速行驶时底盘有异响", "There is a noise from below at low speed"),
    "invoice": ("发票问题", "Invoice question",
        "上个月的检测发票抬头不对", "Last month's invoice has the wrong name on it"),
    "app": ("小程序登录不上", "Cannot sign in to the app",
        "更新以后一直提示密码错误", "Since the update the app says wrong password"),
    "swelling": ("电池包报警", "Battery pack alarm",
        "仪表报电池故障，检测仪显示电芯压差过大", "Dashboard shows a battery fault, the tester a large cell imbalance"),
}  # fmt: skip

_JOBS: dict[str, tuple[str, str, str, str]] = {
    "sales": (
        "大客户销售经理", "Key Account Manager",
        "负责区域大客户开发与维护，熟练使用 Excel 和 CRM，英语流利者优先。",
        "Develop key accounts in the region. Excel, CRM and negotiation skills required; Mandarin is a plus.",
    ),
    "it": (
        "数据工程师", "Data Engineer",
        "负责数据平台建设，熟悉 Python、SQL、Neo4j、Kafka，有 Docker 和 Linux 经验。",
        "Build our data platform with Python, SQL, Neo4j and Kafka; experience with Docker and Linux.",
    ),
    "finance": (
        "会计主管", "Accountant",
        "负责总账与税务申报，熟悉 SAP 和 Excel，持有会计师证书。",
        "Own the general ledger and tax returns. SAP, Excel and bookkeeping experience required.",
    ),
    "technician": (
        "新能源汽车维修技师", "EV Service Technician",
        "负责新能源汽车三电系统检修，持有低压电工证，熟悉故障诊断仪。",
        "Diagnose and repair electric drivetrains. High-voltage safety certificate, fault diagnosis and wiring skills.",
    ),
    "driver": (
        "网约车司机", "Driver",
        "持有网约车驾驶员证，熟悉本市道路，服务意识强。",
        "Private hire licence, good knowledge of the city, customer service.",
    ),
    "mes": (
        "MES 实施工程师", "MES Engineer",
        "负责 MES 系统实施，熟悉 PLC、SCADA 和精益生产。",
        "Roll out our MES. PLC programming, SCADA and lean manufacturing experience.",
    ),
    "swap": (
        "换电运维工程师", "Battery Swap Technician",
        "负责换电站日常运维与电池包更换，熟悉动力电池、BMS 和换电设备，持有高压电工证。",
        "Operate battery swap stations and exchange battery packs. Battery swapping, BMS, high voltage.",
    ),
    "electrification": (
        "车队电动化项目经理", "Fleet Electrification Project Manager",
        "牵头运营车辆换电改造，规划换电站布局，熟悉动力电池梯次利用和项目管理。",
        "Lead the move of our fleet to battery swapping: site planning, battery swap contracts, project management.",
    ),
    "charging": (
        "充电站运维工程师", "Charging Station Engineer",
        "负责自建充电站与充电桩的建设和运维，持有低压电工证，熟悉电力接入。",
        "Build and run the charging points at our depot. Electrical installation and grid connection skills.",
    ),
    "diagnosis": (
        "电池诊断算法工程师", "Battery Diagnostics Engineer",
        "负责自研电池检测与故障诊断算法，熟悉 Python、BMS 数据和机器学习。",
        "Develop our own battery diagnostics: fault diagnosis, BMS data, Python and machine learning.",
    ),
}  # fmt: skip

_NOTES = {
    "CALL": (
        "电话沟通",
        "Call",
        "客户询问报价，约下周再联系。",
        "Asked about prices; will call again next week.",
    ),
    "MEETING": (
        "拜访",
        "Visit",
        "现场演示，客户希望看到同行案例。",
        "Demo on site; they want to see a reference.",
    ),
    "EMAIL": ("邮件", "E-mail", "已发送方案与合同草稿。", "Sent the proposal and a draft contract."),
}


def _of(language: str) -> int:
    return 0 if language == "zh" else 1


def deal(topic: str, language: str) -> str:
    """What an opportunity is about."""
    return _DEALS[topic][_of(language)]


def engagement(kind: str, topic: str, language: str) -> tuple[str, str]:
    """Title and note of a call, meeting or e-mail."""
    place = _of(language)
    title = f"{_NOTES[kind][place]}{'：' if language == 'zh' else ': '}{_DEALS[topic][place]}"
    return title, _NOTES[kind][place + 2]


def ticket(topic: str, language: str) -> tuple[str, str]:
    """Subject and description of a request."""
    place = _of(language)
    return _TICKETS[topic][place], _TICKETS[topic][place + 2]


def reply(language: str) -> str:
    """What the service desk answers."""
    if language == "zh":
        return "您好，已收到您的反馈，工程师将尽快安排检测。"
    return "Thank you, an engineer will be in touch to arrange a check."


def job(topic: str, language: str) -> tuple[str, str]:
    """Title and description of a job advert."""
    place = _of(language)
    return _JOBS[topic][place], _JOBS[topic][place + 2]
