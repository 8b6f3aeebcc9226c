"""The schemas of FollowTheMoney that are read, and what their properties are here."""

from __future__ import annotations

LABELS = {
    "Person": "Person",
    "LegalEntity": "Organization",
    "Organization": "Organization",
    "Company": "Company",
    "PublicBody": "Government",
    "Position": "Government",
    "Vehicle": "Vehicle",
    "Vessel": "Vehicle",
    "Airplane": "Vehicle",
    "CourtCase": "Lawsuit",
}
"""The schemas of things, and what each is here."""
LINKS = {
    "Ownership": ("owner", "asset"),
    "Control": ("controller", "controlled"),
    "Directorship": ("director", "organization"),
    "Membership": ("member", "organization"),
    "Employment": ("employee", "employer"),
    "Occupancy": ("holder", "post"),
    "Family": ("person", "relative"),
    "Associate": ("person", "associate"),
    "UnknownLink": ("subject", "object"),
    "CourtCaseParty": ("party", "case"),
}
"""The schemas of links, and the properties that name their ends."""
OTHERWISE = {
    **dict.fromkeys(
        ("director", "member", "employee", "holder", "person", "relative", "associate"), "Person"
    ),
    "post": "Government",
    "case": "Lawsuit",
}
"""What an end is taken for where the file does not describe it, and no organization."""
ELSEWHERE = {"Address", "Passport", "Identification"}
"""What the rows of those that they belong to say."""
NOT_READ = {
    *(
        "Security",
        "CryptoWallet",
        "BankAccount",
        "RealEstate",
        "License",
        "Contract",
        "ContractAward",
        "Debt",
    ),
    *(
        "Payment",
        "Representation",
        "Succession",
        "Document",
        "Article",
        "Note",
        "Event",
        "Project",
        "Similar",
    ),
}
"""Schemas that a reject may name: a name out of this list is no value of the file."""

NAMES = ("name", "alias", "weakAlias")
ORGANIZATION = {
    "legalForm": "legal_form",
    "status": "status",
    "sector": "industry",
    "registrationNumber": "registration_number",
    "uscCode": "uscc",
    "leiCode": "lei",
    "dunsCode": "duns",
    "vatCode": "vat_number",
    "website": "website",
    "capital": "registered_capital",
    "description": "description",
}
PERSON = {
    "firstName": "given_name",
    "lastName": "family_name",
    "gender": "gender",
    "passportNumber": "passport_number",
    "position": "job_title",
    "status": "status",
}
DEVICE = {
    "model": "model",
    "imoNumber": "imo_number",
    "status": "status",
    "description": "description",
}
CASE = {
    "name": "title",
    "caseNumber": "case_number",
    "court": "court",
    "status": "status",
    "type": "category",
}
SANCTION = {"status": "status", "reason": "text", "provisions": "tags"}
ADDRESS = ("postOfficeBox", "street", "street2", "postalCode", "city", "region", "state", "country")
"""The parts of an address that has no `full` text."""
TEXTS = {"legal_form", "status", "industry", "job_title", "description", "category", "text", "title", "court"}
"""Properties that take several texts as one."""
