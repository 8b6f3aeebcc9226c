"""The dimension Content."""

from graph_platform.ontology.model import Choice, Domain, Label, Property, Sensitivity

PUBLIC, INTERNAL, CONFIDENTIAL = Sensitivity.PUBLIC, Sensitivity.INTERNAL, Sensitivity.CONFIDENTIAL
PERSONAL, CONTACT, TEXT = Sensitivity.PERSONAL, Sensitivity.CONTACT, Sensitivity.TEXT
SALES, SERVICE, REGISTER, HIRING = Domain.SALES, Domain.SERVICE, Domain.REGISTER, Domain.HIRING
GENERAL = Domain.GENERAL

CONTENT = Label(
    "Content",
    "Something written, recorded or published.",
    zh="内容",
    properties=(
        Property("title", "text", TEXT, GENERAL, "Title."),
        Property("text", "text", TEXT, GENERAL, "The text itself."),
        Property("language", "language", PUBLIC, GENERAL, "Language (ISO 639-1)."),
        Property("url", "url", PUBLIC, GENERAL, "Where it is published."),
        Property("published", "datetime", PUBLIC, GENERAL, "When it was published."),
        Property("status", "text", INTERNAL, GENERAL, "State.", choice=Choice.NEWEST),
    ),
)
JOB_POST = Label(
    "JobPost",
    "A post that an organization wants to fill.",
    parent="Content",
    zh="招聘职位",
    properties=(
        Property("job_title", "text", PUBLIC, HIRING, "The post's title."),
        Property("valid_through", "date", PUBLIC, HIRING, "Last day of application."),
        Property("employment_type", "text", PUBLIC, HIRING, "Full time, part time, contract.", many=True),
        Property("base_salary_min", "money", PUBLIC, HIRING, "Offered salary, lower end."),
        Property("base_salary_max", "money", PUBLIC, HIRING, "Offered salary, upper end."),
        Property("salary_period", "text", PUBLIC, HIRING, "What the salary is paid for: YEAR, MONTH, HOUR."),
        Property("education", "text", PUBLIC, HIRING, "Degree that is asked for."),
        Property("experience", "text", PUBLIC, HIRING, "Experience that is asked for."),
        Property("headcount", "integer", PUBLIC, HIRING, "Posts to fill.", unit="people"),
        Property("city", "text", PUBLIC, HIRING, "Place of work."),
        Property("region", "text", PUBLIC, HIRING, "Province or state of work."),
        Property("country", "country", PUBLIC, HIRING, "Country of work."),
        Property("industry", "text", PUBLIC, HIRING, "Industry."),
    ),
)
SKILL = Label(
    "Skill",
    "A skill or technology, as an open occupation standard names it.",
    parent="Content",
    zh="技能",
    properties=(
        Property("name", "name", PUBLIC, HIRING, "Name."),
        Property("other_names", "name", PUBLIC, HIRING, "Other names, names in other languages.", many=True),
        Property("skill_code", "skill_code", PUBLIC, HIRING, "Code in the standard.", exclusive=True),
        Property("category", "text", PUBLIC, HIRING, "Group of the standard."),
    ),
)
ONLINE_ACCOUNT = Label(
    "OnlineAccount",
    "An account on a platform: a shop, a developer's, a video creator's.",
    parent="Content",
    zh="网络账号",
    properties=(
        Property("account", "account", CONTACT, SALES, "`platform:handle`.", exclusive=True),
        Property("platform", "text", PUBLIC, SALES, "Platform."),
        Property(
            "account_role", "text", PERSONAL, SALES, "What it is used as: customer, developer, creator."
        ),
        Property("followers", "integer", PUBLIC, SALES, "Followers.", unit="people", choice=Choice.NEWEST),
    ),
)
DOCUMENT = Label("Document", "A document.", "Content", zh="文档")
CONTRACT = Label(
    "Contract",
    "A contract and its terms.",
    parent="Content",
    zh="合同",
    properties=(
        Property("contract_number", "text", CONFIDENTIAL, SALES, "Number."),
        Property("contract_value", "money", CONFIDENTIAL, SALES, "Value."),
        Property("starts", "date", CONFIDENTIAL, SALES, "First day."),
        Property("ends", "date", CONFIDENTIAL, SALES, "Last day.", choice=Choice.NEWEST),
        Property("notice_days", "integer", CONFIDENTIAL, SALES, "Notice.", unit="days"),
        Property("terms", "text", TEXT, SALES, "Terms.", many=True),
    ),
)
CERTIFICATE = Label(
    "Certificate",
    "A certificate of a person or an organization.",
    parent="Content",
    zh="证书",
    properties=(
        Property("certificate_number", "text", PERSONAL, SERVICE, "Number."),
        Property("level", "text", PUBLIC, SERVICE, "Level."),
        Property("field", "text", PUBLIC, SERVICE, "What it is for."),
        Property("issued", "date", PUBLIC, SERVICE, "Issued on."),
        Property("expires", "date", PUBLIC, SERVICE, "Expires on."),
    ),
)
PATENT = Label(
    "Patent",
    "A patent or an application.",
    parent="Content",
    zh="专利",
    properties=(
        Property("patent_number", "patent_number", PUBLIC, REGISTER, "Office, number, kind.", exclusive=True),
        Property(
            "application_number",
            "text",
            PUBLIC,
            REGISTER,
            "Number of the application, which its publications share.",
        ),
        Property("other_titles", "text", TEXT, REGISTER, "Titles in other languages.", many=True),
        Property("filed", "date", PUBLIC, REGISTER, "Filed on."),
        Property("granted", "date", PUBLIC, REGISTER, "Granted on."),
        Property("classes", "text", PUBLIC, REGISTER, "IPC or CPC classes.", many=True),
    ),
)
PUBLICATION = Label(
    "Publication",
    "A paper or book.",
    parent="Content",
    zh="论文",
    properties=(
        Property("doi", "doi", PUBLIC, HIRING, "DOI.", exclusive=True),
        Property("publication_date", "partial_date", PUBLIC, HIRING, "Published, as exactly as it is known."),
        Property("venue", "text", PUBLIC, HIRING, "Journal, proceedings or book that it stands in."),
        Property("keywords", "text", PUBLIC, HIRING, "Keywords and topics.", many=True),
    ),
)
PAGE = Label("Page", "A web page.", "Content", zh="网页")
POLICY = Label(
    "Policy",
    "A government's policy.",
    parent="Content",
    zh="政策",
    properties=(
        Property("document_number", "text", PUBLIC, REGISTER, "Number of the document (文号)."),
        Property("effective", "date", PUBLIC, REGISTER, "In force from."),
        Property("expires", "date", PUBLIC, REGISTER, "In force until."),
    ),
)
CASE_STUDY = Label(
    "CaseStudy",
    "A project told as an example.",
    parent="Content",
    zh="案例",
    properties=(Property("industry", "text", PUBLIC, SALES, "Industry."),),
)
COMMENT = Label(
    "Comment",
    "A comment on a ticket, a document, a node.",
    parent="Content",
    zh="评论",
    properties=(Property("quote", "text", TEXT, SALES, "The words of the document that it stands at."),),
)
TRANSCRIPT = Label("Transcript", "What was said in a call or meeting.", "Content", zh="转写")

LABELS = (
    CONTENT,
    JOB_POST,
    SKILL,
    ONLINE_ACCOUNT,
    DOCUMENT,
    CONTRACT,
    CERTIFICATE,
    PATENT,
    PUBLICATION,
    PAGE,
    POLICY,
    CASE_STUDY,
    COMMENT,
    TRANSCRIPT,
)
