"""What joins the dimensions. Every relationship that is not timeless has an interval, half open."""

from graph_platform.ontology.model import Choice, Domain, Property, Relationship, Sensitivity

PUBLIC, INTERNAL, CONFIDENTIAL = Sensitivity.PUBLIC, Sensitivity.INTERNAL, Sensitivity.CONFIDENTIAL
PERSONAL, TEXT = Sensitivity.PERSONAL, Sensitivity.TEXT
SALES, SERVICE, REGISTER, HIRING = Domain.SALES, Domain.SERVICE, Domain.REGISTER, Domain.HIRING
OPERATIONS = Domain.OPERATIONS

PERSON, ORGANIZATION, DEVICE, CONTENT, EVENT = (
    ("Person",),
    ("Organization",),
    ("Device",),
    ("Content",),
    ("Event",),
)
PARTY = PERSON + ORGANIZATION
ANYTHING = PARTY + DEVICE + CONTENT + EVENT

SHARES = (
    Property(
        "share", "percent", PUBLIC, REGISTER, "Share held: of capital, of votes.", unit="fraction, 0 to 1"
    ),
    Property("share_min", "percent", PUBLIC, REGISTER, "At least.", unit="fraction, 0 to 1"),
    Property("share_max", "percent", PUBLIC, REGISTER, "At most.", unit="fraction, 0 to 1"),
)
INTEREST = Property(
    "interests", "text", PUBLIC, REGISTER, "Kinds of interest, as BODS names them.", many=True
)
POST = Property("post", "text", PUBLIC, REGISTER, "Title of the post, as said.", choice=Choice.NEWEST)
QUANTITY = Property("quantity", "decimal", INTERNAL, SALES, "How many.")

RELATIONSHIPS = (
    # who owns, controls and runs whom
    Relationship(
        "OWNS",
        PARTY,
        ORGANIZATION + DEVICE,
        "holdings",
        "owners",
        "Owns it, or a share of it.",
        interval=True,
        zh="持股",
        properties=(
            *SHARES,
            Property("subscribed_capital", "money", PUBLIC, REGISTER, "Subscribed capital (认缴出资额)."),
            Property("direct", "boolean", PUBLIC, REGISTER, "Held directly, not through others."),
            Property("beneficial", "boolean", PUBLIC, REGISTER, "Beneficial ownership or control."),
            INTEREST,
        ),
    ),
    Relationship(
        "CONTROLS",
        PARTY,
        ORGANIZATION,
        "controlled",
        "controllers",
        "Controls it otherwise than by a share.",
        interval=True,
        zh="控制",
        properties=(
            *SHARES,
            Property("direct", "boolean", PUBLIC, REGISTER, "Directly, not through others."),
            Property("beneficial", "boolean", PUBLIC, REGISTER, "Beneficial ownership or control."),
            INTEREST,
        ),
    ),
    Relationship(
        "PART_OF",
        ORGANIZATION,
        ORGANIZATION,
        "parents",
        "parts",
        "Is a branch, team or subsidiary of it, as an account hierarchy says.",
        interval=True,
        zh="隶属",
    ),
    Relationship(
        "HOLDS_POST",
        PERSON,
        ORGANIZATION,
        "posts",
        "officers",
        "Is appointed: director, supervisor, legal representative.",
        interval=True,
        zh="任职",
        properties=(
            POST,
            Property(
                "post_kind",
                "enumeration",
                PUBLIC,
                REGISTER,
                "Kind of post.",
                values=("legal_representative", "director", "supervisor", "manager", "secretary", "other"),
            ),
        ),
    ),
    Relationship(
        "WORKS_FOR",
        PERSON,
        ORGANIZATION,
        "employers",
        "staff",
        "Is employed by it, or its contact for us.",
        interval=True,
        zh="就职",
        properties=(
            Property("job_title", "text", PERSONAL, SALES, "Title.", choice=Choice.NEWEST),
            Property("department", "text", PERSONAL, SALES, "Department.", choice=Choice.NEWEST),
        ),
    ),
    Relationship(
        "REPORTS_TO", PERSON, PERSON, "superiors", "reports", "Reports to.", interval=True, zh="汇报"
    ),
    Relationship(
        "KNOWS",
        PERSON,
        PERSON,
        "acquaintances",
        "known_by",
        "Knows, as somebody has said.",
        interval=True,
        zh="相识",
        properties=(Property("basis", "text", PERSONAL, SALES, "Where from."),),
    ),
    Relationship(
        "STUDIED_AT",
        PERSON,
        ORGANIZATION,
        "schools",
        "alumni",
        "Studied there.",
        interval=True,
        zh="就读",
        properties=(Property("degree", "text", PERSONAL, HIRING, "Degree."),),
    ),
    # who deals with whom
    Relationship(
        "SUPPLIES",
        ORGANIZATION,
        ORGANIZATION,
        "customers",
        "suppliers",
        "Supplies it.",
        interval=True,
        zh="供应",
        properties=(
            Property("category", "text", CONFIDENTIAL, OPERATIONS, "What is supplied."),
            Property(
                "share", "percent", CONFIDENTIAL, OPERATIONS, "Share of the buyer's demand.", unit="fraction"
            ),
            Property("amount", "money", CONFIDENTIAL, OPERATIONS, "Volume.", unit="a year"),
        ),
    ),
    Relationship(
        "PARTNER_OF",
        ORGANIZATION,
        ORGANIZATION,
        "partners",
        "partner_for",
        "Partner of.",
        interval=True,
        zh="合作",
    ),
    Relationship(
        "MANAGES_ACCOUNT",
        PERSON,
        ORGANIZATION + EVENT + PERSON,
        "accounts",
        "account_managers",
        "Owns the customer, contact or deal on our side.",
        interval=True,
        zh="负责客户",
    ),
    # devices
    Relationship(
        "INSTALLED_AT",
        DEVICE,
        ORGANIZATION,
        "sites",
        "installed_base",
        "Stands there.",
        interval=True,
        zh="安装于",
    ),
    Relationship(
        "OPERATES", PARTY, DEVICE, "operated_devices", "operators", "Operates it.", interval=True, zh="运营"
    ),
    Relationship(
        "COMPONENT_OF",
        DEVICE,
        DEVICE,
        "built_into",
        "components",
        "Is built into it.",
        interval=True,
        zh="部件",
    ),
    Relationship(
        "INSTANCE_OF", DEVICE, ("Product",), "products", "instances", "Is one of this product.", zh="型号"
    ),
    Relationship("MADE_BY", DEVICE, ORGANIZATION, "makers", "made_devices", "Was made by.", zh="制造"),
    Relationship(
        "SOLD_FOR",
        ("Product",),
        ("Skill",),
        "served_skills",
        "offers",
        "What we sell for that skill.",
        zh="对应技能",
    ),
    # events
    Relationship(
        "RAISED", PARTY, EVENT, "raised", "raised_by", "Raised the event: a ticket, a claim.", zh="提出"
    ),
    Relationship("CARRIED_OUT", PARTY, EVENT, "carried_out", "carried_out_by", "Did it.", zh="执行"),
    Relationship("ASSIGNED_TO", EVENT, PARTY, "assignees", "assigned", "Is to be dealt with by.", zh="指派"),
    Relationship(
        "ATTENDED",
        PARTY,
        EVENT,
        "attended",
        "attendees",
        "Took part in it.",
        zh="参加",
        properties=(Property("attendance", "text", INTERNAL, SALES, "Organizer, required, declined."),),
    ),
    Relationship(
        "PARTY_TO",
        PARTY,
        (*EVENT, "Contract"),
        "party_to",
        "parties",
        "Is a party of the lawsuit or contract.",
        zh="当事人",
        properties=(
            Property("party_role", "text", PUBLIC, REGISTER, "Plaintiff, defendant, buyer, seller."),
        ),
    ),
    Relationship(
        "BUYS", PARTY, EVENT, "purchases", "buyers", "Is the buyer in the order or deal.", zh="购买"
    ),
    Relationship("SELLS", PARTY, EVENT, "sales", "sellers", "Is the seller in the order or deal.", zh="销售"),
    Relationship(
        "INCLUDES",
        (*EVENT, "Contract"),
        DEVICE,
        "items",
        "included_in",
        "The order, shipment or contract includes it.",
        zh="包含",
        properties=(QUANTITY, Property("unit_price", "money", CONFIDENTIAL, SALES, "Price of one.")),
    ),
    Relationship("PAYS", PARTY, ("Payment",), "payments", "payers", "Paid.", zh="付款"),
    Relationship("IS_PAID", PARTY, ("Payment",), "receipts", "payees", "Was paid.", zh="收款"),
    Relationship("SENT", PARTY, EVENT, "sent", "senders", "Sent the e-mail or shipment.", zh="发送"),
    Relationship(
        "RECEIVED", PARTY, EVENT, "received", "recipients", "Received the e-mail or shipment.", zh="接收"
    ),
    Relationship(
        "CONCERNS", EVENT + CONTENT, ANYTHING, "subjects", "concerned_by", "Is about it.", zh="涉及"
    ),
    Relationship(
        "FOLLOWS", EVENT, EVENT, "preceded_by", "followed_by", "Came out of it: a deal of a call.", zh="源于"
    ),
    # content
    Relationship(
        "MENTIONS",
        CONTENT + EVENT,
        ANYTHING,
        "mentioned",
        "mentioned_in",
        "Its text mentions it.",
        zh="提及",
        properties=(Property("mention", "text", TEXT, SALES, "The words of the text."),),
    ),
    Relationship(
        "POSTED", ORGANIZATION, ("JobPost",), "job_posts", "posted_by", "Wants to fill the post.", zh="招聘"
    ),
    Relationship(
        "REQUIRES_SKILL",
        ("JobPost", "Certificate"),
        ("Skill",),
        "required_skills",
        "required_by",
        "Asks for the skill.",
        zh="要求技能",
    ),
    Relationship("HAS_SKILL", PERSON, ("Skill",), "skills", "people", "Has the skill.", zh="具备技能"),
    Relationship(
        "HOLDS_CERTIFICATE",
        PARTY,
        ("Certificate",),
        "certificates",
        "holders",
        "Holds it.",
        interval=True,
        zh="持证",
    ),
    Relationship(
        "ISSUED", ORGANIZATION, CONTENT, "issued", "issuers", "Issued the certificate or policy.", zh="颁发"
    ),
    Relationship(
        "AUTHORED",
        PARTY,
        CONTENT,
        "works",
        "authors",
        "Wrote, invented or holds it.",
        zh="创作",
        properties=(Property("authorship", "text", PUBLIC, HIRING, "Author, inventor, assignee."),),
    ),
    Relationship(
        "OWNS_ACCOUNT",
        PARTY,
        ("OnlineAccount",),
        "online_accounts",
        "account_holders",
        "Is behind the account.",
        interval=True,
        zh="拥有账号",
    ),
)
