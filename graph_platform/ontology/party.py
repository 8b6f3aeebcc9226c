"""The dimensions Person and Organization."""

from graph_platform.ontology.model import Choice, Domain, Label, Property, Sensitivity

PUBLIC, INTERNAL, CONFIDENTIAL = Sensitivity.PUBLIC, Sensitivity.INTERNAL, Sensitivity.CONFIDENTIAL
PERSONAL, CONTACT, IDENTITY, TEXT = (
    Sensitivity.PERSONAL,
    Sensitivity.CONTACT,
    Sensitivity.IDENTITY,
    Sensitivity.TEXT,
)
SALES, SERVICE, REGISTER, HIRING = Domain.SALES, Domain.SERVICE, Domain.REGISTER, Domain.HIRING
FINANCE, OPERATIONS, GENERAL = Domain.FINANCE, Domain.OPERATIONS, Domain.GENERAL


def _topics(sensitivity: Sensitivity) -> Property:
    return Property(
        "topics",
        "text",
        sensitivity,
        REGISTER,
        "What lists say of it, in FollowTheMoney's words: `sanction`, `debarment`, `role.pep`.",
        many=True,
    )


PERSON = Label(
    "Person",
    "Somebody: a contact, an executive, an engineer, a shareholder.",
    zh="人",
    properties=(
        Property("name", "name", PERSONAL, GENERAL, "Full name."),
        Property(
            "other_names", "name", PERSONAL, GENERAL, "Names in other scripts, former names.", many=True
        ),
        Property("given_name", "name", PERSONAL, GENERAL, "Given name."),
        Property("family_name", "name", PERSONAL, GENERAL, "Family name."),
        Property("gender", "enumeration", PERSONAL, SALES, "Gender.", values=("female", "male", "other")),
        Property(
            "birth_date", "partial_date", PERSONAL, REGISTER, "Date of birth, as exactly as it is known."
        ),
        Property("nationality", "country", PERSONAL, REGISTER, "Nationalities.", many=True),
        Property("job_title", "text", PERSONAL, SALES, "What the business card says.", choice=Choice.NEWEST),
        Property("email", "email", CONTACT, SALES, "E-mail addresses.", many=True),
        Property("phone", "phone", CONTACT, SALES, "Phone numbers, E.164.", many=True),
        Property("wechat", "text", CONTACT, SALES, "WeChat id."),
        Property("address", "address", CONTACT, REGISTER, "Postal or service address."),
        Property("city", "text", PERSONAL, SALES, "City."),
        Property("region", "text", PERSONAL, SALES, "Province or state."),
        Property("country", "country", PERSONAL, SALES, "Country of residence."),
        Property("resident_id", "resident_id", IDENTITY, REGISTER, "Chinese resident ID.", exclusive=True),
        Property("passport_number", "text", IDENTITY, REGISTER, "Passport number."),
        Property("bank_account", "text", IDENTITY, FINANCE, "Bank account.", many=True),
        Property("orcid", "orcid", PUBLIC, HIRING, "Researcher's ORCID iD.", exclusive=True),
        Property(
            "consent",
            "enumeration",
            INTERNAL,
            SALES,
            "Whether the person has agreed to be contacted.",
            values=("given", "withdrawn"),
            choice=Choice.NEWEST,
        ),
        Property("salary", "money", CONFIDENTIAL, HIRING, "Salary.", unit="a year", choice=Choice.NEWEST),
        _topics(PERSONAL),
        Property("status", "text", INTERNAL, SALES, "State in the source system.", choice=Choice.NEWEST),
    ),
)

BUYING_ROLE = Property(
    "buying_role",
    "enumeration",
    CONFIDENTIAL,
    SALES,
    "Part in the buying decision.",
    values=("decider", "influencer", "user", "gatekeeper", "blocker", "champion"),
    choice=Choice.NEWEST,
)
CONTACT_PERSON = Label(
    "Contact",
    "A person at a customer, supplier or partner whom we deal with.",
    parent="Person",
    zh="联系人",
    properties=(
        Property(
            "lifecycle_stage", "text", INTERNAL, SALES, "Where the contact stands.", choice=Choice.NEWEST
        ),
        BUYING_ROLE,
        Property("tags", "text", INTERNAL, SALES, "Tags that our people gave.", many=True),
        Property(
            "interests", "text", CONFIDENTIAL, SALES, "What they look at: TCO, downtime, API.", many=True
        ),
        Property(
            "do_not_contact",
            "boolean",
            INTERNAL,
            SALES,
            "Has asked not to be contacted.",
            choice=Choice.NEWEST,
        ),
    ),
)

EXECUTIVE = Label(
    "Executive", "Holds a post: director, supervisor, legal representative.", "Person", zh="高管"
)
ENGINEER = Label(
    "Engineer",
    "Builds, repairs or runs technology.",
    parent="Person",
    zh="工程师",
    properties=(
        Property(
            "professional_level", "text", PERSONAL, HIRING, "Professional level (职级).", choice=Choice.NEWEST
        ),
    ),
)
SHAREHOLDER = Label("Shareholder", "Owns a share of a company.", "Person", zh="自然人股东")
OPERATOR = Label(
    "Operator",
    "Operates devices: a driver, a machinist.",
    parent="Person",
    zh="操作员",
    properties=(Property("licence_number", "text", IDENTITY, SERVICE, "Driver's or operator's licence."),),
)
USER = Label("User", "One of our own people in a sales or service system.", "Person", zh="我方人员")

ORGANIZATION = Label(
    "Organization",
    "A company or another body: customer, supplier, partner, authority.",
    zh="组织",
    properties=(
        Property("name", "name", PUBLIC, REGISTER, "Registered or customary name."),
        Property("other_names", "name", PUBLIC, REGISTER, "Short names, names in other scripts.", many=True),
        Property("previous_names", "name", PUBLIC, REGISTER, "Former registered names.", many=True),
        Property("uscc", "uscc", PUBLIC, REGISTER, "统一社会信用代码 (GB 32100-2015).", exclusive=True),
        Property("lei", "lei", PUBLIC, REGISTER, "Legal Entity Identifier (ISO 17442).", exclusive=True),
        Property(
            "company_number",
            "company_number",
            PUBLIC,
            REGISTER,
            "Number in a register, with the register's org-id.guide code: `GB-COH/01234567`.",
            exclusive=True,
        ),
        Property(
            "vat_number", "vat_number", PUBLIC, REGISTER, "VAT number with country prefix.", exclusive=True
        ),
        Property("duns", "duns", PUBLIC, REGISTER, "D-U-N-S number.", exclusive=True),
        Property("ror", "ror", PUBLIC, HIRING, "Research organization's ROR id.", exclusive=True),
        Property("registration_number", "text", PUBLIC, REGISTER, "Number in a register that is not named."),
        Property("stock_code", "text", PUBLIC, REGISTER, "Ticker with its exchange.", many=True),
        Property("legal_form", "text", PUBLIC, REGISTER, "Legal form or company type."),
        Property("status", "text", PUBLIC, REGISTER, "State in the register.", choice=Choice.NEWEST),
        Property("founded", "partial_date", PUBLIC, REGISTER, "Date of establishment."),
        Property("dissolved", "partial_date", PUBLIC, REGISTER, "Date of dissolution."),
        Property(
            "registered_capital", "money", PUBLIC, REGISTER, "Registered capital.", choice=Choice.NEWEST
        ),
        Property("paid_in_capital", "money", PUBLIC, REGISTER, "Paid-in capital.", choice=Choice.NEWEST),
        Property("business_scope", "text", PUBLIC, REGISTER, "Registered scope of business."),
        Property("registration_authority", "text", PUBLIC, REGISTER, "Registering authority."),
        Property("industry", "text", PUBLIC, SALES, "Industry."),
        Property("sector", "text", PUBLIC, SALES, "Sector: a group of industries."),
        Property("concepts", "text", PUBLIC, REGISTER, "Themes a listed company is traded under.", many=True),
        Property("website", "url", PUBLIC, SALES, "Website."),
        Property("domain_name", "domain", PUBLIC, SALES, "Internet domains.", many=True),
        Property("email", "email", CONTACT, SALES, "E-mail addresses.", many=True),
        Property("phone", "phone", CONTACT, SALES, "Phone numbers, E.164.", many=True),
        Property("address", "address", PUBLIC, REGISTER, "Registered address."),
        Property("city", "text", PUBLIC, REGISTER, "City."),
        Property("region", "text", PUBLIC, REGISTER, "Province or state."),
        Property("country", "country", PUBLIC, REGISTER, "Country."),
        Property("employees", "integer", PUBLIC, REGISTER, "Number of employees.", choice=Choice.NEWEST),
        Property("employees_range", "text", PUBLIC, REGISTER, "Employees as a band.", choice=Choice.NEWEST),
        Property(
            "annual_revenue", "money", CONFIDENTIAL, SALES, "Revenue.", unit="a year", choice=Choice.NEWEST
        ),
        Property("rating", "decimal", PUBLIC, HIRING, "Employer rating, 0 to 5.", choice=Choice.NEWEST),
        Property("territory", "text", INTERNAL, SALES, "Our sales territory.", choice=Choice.NEWEST),
        Property(
            "lifecycle_stage", "text", INTERNAL, SALES, "Where the customer stands.", choice=Choice.NEWEST
        ),
        Property("bank_account", "text", IDENTITY, FINANCE, "Bank account.", many=True),
        _topics(PUBLIC),
        Property("description", "text", TEXT, SALES, "What others say of it."),
    ),
)
COMPANY = Label("Company", "A registered company.", "Organization", zh="公司")
BRANCH = Label(
    "Branch",
    "A branch, plant, shop or other place of an organization.",
    parent="Organization",
    zh="分支机构",
    properties=(
        Property("latitude", "decimal", PUBLIC, OPERATIONS, "North of the equator.", unit="degrees"),
        Property("longitude", "decimal", PUBLIC, OPERATIONS, "East of Greenwich.", unit="degrees"),
        Property(
            "heat",
            "decimal",
            INTERNAL,
            OPERATIONS,
            "How busy or sought after it is, as its source counts.",
            choice=Choice.NEWEST,
        ),
    ),
)
TEAM = Label("Team", "A group of people inside an organization.", "Organization", zh="团队")
PARTNER = Label(
    "Partner",
    "Sells or delivers with us.",
    parent="Organization",
    zh="合作伙伴",
    properties=(Property("partner_tier", "text", INTERNAL, SALES, "Partner level.", choice=Choice.NEWEST),),
)
GOVERNMENT = Label("Government", "An authority or public body.", "Organization", zh="政府机构")
SCHOOL = Label("School", "A school or university.", "Organization", zh="院校")

LABELS = (
    PERSON,
    CONTACT_PERSON,
    EXECUTIVE,
    ENGINEER,
    SHAREHOLDER,
    OPERATOR,
    USER,
    ORGANIZATION,
    COMPANY,
    BRANCH,
    TEAM,
    PARTNER,
    GOVERNMENT,
    SCHOOL,
)
