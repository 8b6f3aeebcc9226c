"""What is stored beside the five dimensions: labels, relationship types and properties of the platform itself.

No projection and no query of the public schema meets these by accident: they are not part of `ONTOLOGY`.
"""

from __future__ import annotations

SYSTEM_LABELS = {
    "Record": "One thing as one source knows it: its newest version, or a mere mention with no values.",
    "Version": "An older version of a record.",
    "Entity": "Carried by every node of the five dimensions beside its own labels.",
    "Identifier": "An exclusive identifier, hashed, and the entity that it identifies.",
    "FormerId": "An id that an entity had, leading to what the record that founded it is about now, or `record`.",
    "DataSet": "What was loaded under one name, from one kind of source.",
    "Run": "One run of a command that writes the graph.",
    "Lock": "Writers of entities take turns on it.",
    "Change": "One cluster that a run or a person changed, with what is needed to change it back.",
    "Judgement": "What a person has decided about two records.",
    "Policy": "A version of the policy: who proposed it and who approved it.",
    "PolicyInForce": "Which version of the policy is in force; every operation reads it.",
    "PolicyActivation": "When which version came into force, and by whom.",
    "AuditSeal": "How far an audit log had come at a moment: what is cut off its end is missed.",
    "Finding": "What an analysis found and no source says; its evidence is a list of ids of facts.",
    "Verdict": "What a person has decided about a finding.",
    "Standing": "How influential a party is and which community it belongs to, as one run computed it.",
    "Community": "A community of parties, as one run found it.",
    "StandingRun": "Which run's standings and communities are shown.",
    "Agent": "A program that asks under a name of its own: its declaration, and whether it acts.",
    "AgentWrite": "What an agent wants to write, until a person decides about it, and what they decided.",
    "Unresolved": "Records that a transaction touched since resolution ran.",
}

SYSTEM_RELATIONSHIPS = {
    "ABOUT": "A record is about an entity.",
    "CLAIMS": "A claim that holds, between two records.",
    "CLAIMED": "A claim that is no longer made, or was replaced.",
    "VERSION_OF": "An older version leads to its record.",
    "IDENTIFIES": "An exclusive identifier leads to its entity.",
    "CHANGED": "A change leads to the records that it moved.",
    "JUDGED": "A judgement leads to its two records.",
    "FOUND_ABOUT": "A finding leads to the oldest record about each entity that it is about.",
    "DECIDED": "A verdict leads to its finding.",
    "LEADS_TO": "A former id leads to the entity that it is part of now.",
}

RECORD_PROPERTIES = {
    "id": "Hash of data set and key.",
    "key": "The source's own key. May hold a personal value.",
    "data_set": "Name of the data set.",
    "label": "Finest label that the source gives it.",
    "table": "Which of the source's kinds of file stated it; only on the record that a row is about.",
    "file": "Name of the file that stated this version. May hold a personal value.",
    "line": "Line of the file.",
    "row_hash": "Hash of the whole row; only on the record that a row is about.",
    "hash": "Hash of the values, on the other records.",
    "parts": "Ids of the other facts of the row.",
    "arrived": "When the platform first stored it, milliseconds since 1970.",
    "seen_from": "Since when the source has said this.",
    "seen_to": "Until when; 9999-12-31 while it still does.",
    "scopes": "Who may see it.",
    "unclean": "Names of the properties that could not be cleaned.",
    "as_said": "What was said of these, as JSON. Of the highest sensitivity of any property.",
    "resolved": "Set by resolution: records with the same are about the same thing.",
    "split": "Set by a person: its exclusive identifiers join it with no other record.",
}

RUN_PROPERTIES = {
    "id": "Chosen by chance.",
    "data_set": "Name of the data set.",
    "command": "`load`.",
    "fingerprint": "Tells the same files from others.",
    "state": "running, done, stopped or failed.",
    "started": "When it began; `resumed` and `ended` likewise.",
    "rows_done": "How many rows are behind it, of which `rejected` could not be used.",
    "reject_bytes": "Size of its reject file.",
    "newest": "Newest observation that it met, milliseconds since 1970.",
    "corrected": "Whether its files were all reject files.",
    "tables": "Which of the source's kinds of file it met.",
    "columns": "`table.column` of what it met.",
    "filled": "For each of these, the share of cells that held anything.",
    "numeric": "For each of these, the share of the filled cells that were numbers.",
}

CLAIM_PROPERTIES = {
    "id": "Hash of data set, row and path.",
    "relation": "The relationship type that is claimed.",
    "row": "Id of the leading fact of its row.",
    "row_hash": "Hash of the whole row, on the leading claim of a row that is about no record.",
    "table": "Beside row_hash: which of the source's kinds of file.",
    "parts": "Beside row_hash: ids of the other facts of the row.",
    "file": "Name of the file.",
    "line": "Line of the file.",
    "seen_from": "Since when the source has said this.",
    "seen_to": "Until when; 9999-12-31 while it still does.",
    "valid_from": "First day on which it holds in the world.",
    "valid_to": "First day on which it no longer does; 9999-12-31 where the end is open.",
    "unclean": "Names of the properties that could not be cleaned.",
    "as_said": "What was said of these, as JSON.",
}

ENTITY_PROPERTIES = {
    "id": "Hash of the founding record.",
    "scopes": "Union of its records' scopes.",
    "name_key": "Its names, folded: NFKC, lower case, simplified characters.",
    "name_find": "Its names, full and short, without blanks: in characters, in pinyin, and as initials.",
    "name_grams": "Words of its names, and pairs of Chinese characters.",
    "text_grams": "The same of its title and text, without whatever looks like a number or an account.",
    "search_in": "Its labels and scopes as search meets them; only where there is something to find.",
    "name_sort": "Sort key of its name; Chinese by pinyin.",
}

RELATIONSHIP_PROPERTIES = {
    "valid_from": "First day on which it holds; 0001-01-01 where the beginning is unknown.",
    "valid_to": "First day on which it no longer does; 9999-12-31 where the end is open.",
    "confidence": "Trust in the most trusted data set that claims it, 0 to 1.",
}

RESERVED = (
    frozenset(RECORD_PROPERTIES) | frozenset(CLAIM_PROPERTIES) | frozenset(ENTITY_PROPERTIES) | {"confidence"}
)
"""Names that no property of the ontology may have."""
