"""The dimension Event."""

from graph_platform.ontology.model import Choice, Domain, Label, Property, Sensitivity

PUBLIC, INTERNAL, CONFIDENTIAL = Sensitivity.PUBLIC, Sensitivity.INTERNAL, Sensitivity.CONFIDENTIAL
PERSONAL, IDENTITY, TEXT = Sensitivity.PERSONAL, Sensitivity.IDENTITY, Sensitivity.TEXT
SALES, SERVICE, REGISTER, HIRING = Domain.SALES, Domain.SERVICE, Domain.REGISTER, Domain.HIRING
OPERATIONS, FINANCE, GENERAL = Domain.OPERATIONS, Domain.FINANCE, Domain.GENERAL
NEWEST = Choice.NEWEST

SEVERITIES = ("info", "low", "medium", "high", "critical")


def _event(name: str, description: str, zh: str, *properties: Property) -> Label:
    return Label(name, description, parent="Event", properties=properties, zh=zh)


EVENT = Label(
    "Event",
    "Something that happened or is planned, at a time.",
    zh="事件",
    properties=(
        Property("title", "text", TEXT, GENERAL, "Subject line."),
        Property("text", "text", TEXT, GENERAL, "What was written."),
        Property("at", "datetime", INTERNAL, GENERAL, "When it happened or began."),
        Property("ended_at", "datetime", INTERNAL, GENERAL, "When it ended.", choice=NEWEST),
        Property("status", "text", INTERNAL, GENERAL, "State.", choice=NEWEST),
        Property("category", "text", INTERNAL, GENERAL, "Category.", choice=NEWEST),
        Property("tags", "text", INTERNAL, GENERAL, "Tags.", many=True),
        Property("channel", "text", INTERNAL, GENERAL, "How it came: e-mail, phone, web."),
        Property("city", "text", INTERNAL, GENERAL, "Where."),
    ),
)
TICKET = _event(
    "Ticket",
    "A request to the service desk.",
    "工单",
    Property("ticket_number", "text", INTERNAL, SERVICE, "Number that the customer is told."),
    Property("priority", "text", INTERNAL, SERVICE, "Priority.", choice=NEWEST),
    Property("solved_at", "datetime", INTERNAL, SERVICE, "When it was solved.", choice=NEWEST),
    Property("satisfaction", "text", INTERNAL, SERVICE, "The requester's rating.", choice=NEWEST),
)
DIAGNOSTIC = _event(
    "Diagnostic",
    "A device was examined.",
    "诊断",
    Property("code", "text", INTERNAL, SERVICE, "Diagnostic or fault code."),
    Property("severity", "enumeration", INTERNAL, SERVICE, "Severity.", values=SEVERITIES),
    Property("result", "text", TEXT, SERVICE, "Finding."),
    Property("device_type", "text", INTERNAL, SERVICE, "What kind of device was examined: battery, motor."),
    Property(
        "state_of_health", "percent", INTERNAL, SERVICE, "Measured state of health.", unit="fraction, 0 to 1"
    ),
)
REPAIR = _event(
    "Repair",
    "A device was repaired.",
    "维修",
    Property("cost", "money", CONFIDENTIAL, SERVICE, "Cost."),
    Property("downtime", "decimal", INTERNAL, SERVICE, "Time out of order.", unit="h"),
)
ORDER = _event(
    "Order",
    "Somebody ordered something.",
    "订单",
    Property("order_number", "text", INTERNAL, SALES, "Number."),
    Property("amount", "money", CONFIDENTIAL, SALES, "Total."),
)
SHIPMENT = _event(
    "Shipment",
    "Goods moved, across a border or not.",
    "运输/报关",
    Property("declaration_number", "text", CONFIDENTIAL, OPERATIONS, "Customs declaration."),
    Property("hs_codes", "text", INTERNAL, OPERATIONS, "Harmonized System codes.", many=True),
    Property("origin", "country", INTERNAL, OPERATIONS, "From."),
    Property("destination", "country", INTERNAL, OPERATIONS, "To."),
    Property("weight", "decimal", INTERNAL, OPERATIONS, "Gross weight.", unit="kg"),
    Property("amount", "money", CONFIDENTIAL, SALES, "Declared value."),
)
PROSPECT = (
    Property("stage", "text", CONFIDENTIAL, SALES, "Stage.", choice=NEWEST),
    Property("amount", "money", CONFIDENTIAL, SALES, "Expected value.", choice=NEWEST),
    Property(
        "probability", "percent", CONFIDENTIAL, SALES, "Chance.", unit="fraction, 0 to 1", choice=NEWEST
    ),
    Property("closes", "date", CONFIDENTIAL, SALES, "Closed, or expected to.", choice=NEWEST),
)
OPPORTUNITY = _event(
    "Opportunity",
    "A deal in the making, with its stages.",
    "商机",
    *PROSPECT,
    Property("pipeline", "text", INTERNAL, SALES, "Pipeline.", choice=NEWEST),
)
STAGE_CHANGE = _event(
    "StageChange", "A deal was moved to another stage, or judged anew.", "商机阶段变更", *PROSPECT
)
DURATION = Property("duration", "decimal", INTERNAL, SALES, "How long it took.", unit="s")
DIRECTION = Property(
    "direction", "enumeration", INTERNAL, SALES, "Whose initiative.", values=("inbound", "outbound")
)
VISIT = _event("Visit", "Somebody was visited.", "拜访", DURATION)
MEETING = _event(
    "Meeting",
    "People met.",
    "会议",
    DURATION,
    Property("recurrence", "text", INTERNAL, SALES, "Rule by which it recurs (RFC 5545).", choice=NEWEST),
)
CALL = _event("Call", "A phone call.", "电话", DURATION, DIRECTION)
EMAIL = _event(
    "Email",
    "An e-mail.",
    "邮件",
    DIRECTION,
    Property("list_id", "text", INTERNAL, SALES, "Mailing list that it came by (RFC 2919)."),
)
NOTE = _event("Note", "A note that somebody made.", "跟进记录")
TASK = _event(
    "Task",
    "Something that somebody is to do.",
    "任务",
    Property("due", "date", INTERNAL, SALES, "Day by which it is to be done.", choice=NEWEST),
    Property("priority", "text", INTERNAL, SALES, "Priority.", choice=NEWEST),
)
HIRE = _event(
    "Hire",
    "An organization hired, or began to hire, for a post.",
    "招聘",
    Property("job_title", "text", PUBLIC, HIRING, "Post."),
)
FILING = _event(
    "Filing",
    "Something was filed with a register.",
    "备案",
    Property("form", "text", PUBLIC, REGISTER, "Kind of filing."),
)
REGISTRATION_CHANGE = _event(
    "RegistrationChange",
    "A registered fact changed (工商变更).",
    "工商变更",
    Property("item", "text", PUBLIC, REGISTER, "What changed."),
    Property("before", "text", TEXT, REGISTER, "Before."),
    Property("after", "text", TEXT, REGISTER, "After."),
)
LAWSUIT = _event(
    "Lawsuit",
    "A lawsuit, an enforcement or another judicial risk.",
    "司法风险",
    Property("case_number", "text", PUBLIC, REGISTER, "Case number (案号)."),
    Property("court", "text", PUBLIC, REGISTER, "Court."),
    Property("cause", "text", PUBLIC, REGISTER, "Cause of action (案由)."),
    Property("amount", "money", PUBLIC, SALES, "Amount in dispute or to be enforced."),
)
PAYMENT = _event(
    "Payment",
    "Money moved.",
    "付款",
    Property("amount", "money", CONFIDENTIAL, SALES, "Amount."),
    Property("reference", "text", TEXT, FINANCE, "Reference text."),
)
DISPATCH = _event(
    "Dispatch",
    "A vehicle ran a trip for somebody.",
    "派单",
    Property("distance", "decimal", INTERNAL, OPERATIONS, "Distance.", unit="km"),
    Property("service", "text", INTERNAL, OPERATIONS, "Kind of service: ride-hailing, delivery."),
)
ALARM = _event(
    "Alarm",
    "A device raised an alarm.",
    "告警",
    Property("code", "text", INTERNAL, SERVICE, "Alarm code."),
    Property("severity", "enumeration", INTERNAL, SERVICE, "Severity.", values=SEVERITIES),
)
PAGE_VIEW = _event(
    "PageView",
    "Somebody looked at a page.",
    "浏览",
    Property("dwell", "decimal", PERSONAL, SALES, "Time on the page.", unit="s"),
)
STOCK_MOVEMENT = _event(
    "StockMovement",
    "Parts came into or left a warehouse.",
    "库存变动",
    Property("quantity", "decimal", INTERNAL, OPERATIONS, "Pieces; negative: left.", unit="pieces"),
    Property("warehouse", "text", INTERNAL, OPERATIONS, "Warehouse."),
)

LABELS = (
    EVENT,
    TICKET,
    DIAGNOSTIC,
    REPAIR,
    ORDER,
    SHIPMENT,
    OPPORTUNITY,
    STAGE_CHANGE,
    VISIT,
    MEETING,
    CALL,
    EMAIL,
    NOTE,
    TASK,
    HIRE,
    FILING,
    REGISTRATION_CHANGE,
    LAWSUIT,
    PAYMENT,
    DISPATCH,
    ALARM,
    PAGE_VIEW,
    STOCK_MOVEMENT,
)
