"""Bank statements as ISO 20022 camt.053, the end-of-day statement that banks send (versions 02 and 08, and between).

How to get it: in the bank's portal or over EBICS as "camt.053" (C53), `Document/BkToCstmrStmt`; several statements may
stand in one file. Every transaction is a payment: who pays and who is paid are the statement's own account and the
debtor or creditor, each with name and IBAN. A batch (`NtryDtls` with several `TxDtls`) is as many payments; one that
the bank gives no details of is a payment by itself, without the other side. A reversal (`RvslInd`) is a payment of
`category` "reversal" in the direction in which the money came back.

Statements may overlap: an entry is known by its account, booking day, amount, direction and the first reference that
it has (the bank's `AcctSvcrRef`, or of its only transaction `AcctSvcrRef`, `TxId`, `InstrId`, `EndToEndId`), and
entries of one statement that are alike in all of these are numbered in its order. `NtryRef` is not used, since many
banks put the place in the statement there. Two alike entries without a reference are taken for one where the bank
spreads a day over two statements. Intraday reports (camt.052) and notifications (camt.054), which repeat entries, are
not read. Balances, charges, interest and exchange rates are not read. The other side is a party below the payment: an
organization, unless the bank says that it is a person (`PrvtId`).
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from graph_platform.facts import Claim, Formats, Mention, Record, Row
from ingestors.columns import claim, stated
from ingestors.reading.items import Raw, RowError
from ingestors.reading.xml import NUMBER, Elements, each, text
from ingestors.tables import RowFunction, Table, tables_source

FORMATS = Formats(dates=("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"))
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053."
AMONG = "@among"
"""The key of a row for its number among the entries of its statement that are alike."""
REFERENCES = ("AcctSvcrRef", "TxId", "InstrId", "EndToEndId")
UNSAID = ("NOTPROVIDED", "NOT PROVIDED", "NONREF", "NA", "N/A")


def account(raw: Raw, line: int) -> Row:
    """The account that a statement is of, and whose it is."""
    number = _number(raw)
    if not number:
        raise RowError("'Acct/Id' has neither IBAN nor another number")
    owner: Any = next(each(raw, "Ownr"), {})
    values = {"name": text(owner, "Nm") or text(raw, "Nm"), "bank_account": number, **_place(owner)}
    record = Record(_own(raw), _label(owner), stated(values))
    return Row(record.key, line, raw, (record,))


def entries(_: Path) -> RowFunction:
    """The row function for one file, which numbers the entries of a statement that nothing tells apart."""
    alike: Counter[int] = Counter()

    def numbered(raw: Raw, line: int) -> Row:
        key = _entry_key(raw)
        # a rejected row that comes back, corrected and alone, has its number with it
        if AMONG not in raw:
            if raw.get(NUMBER) == 1:
                alike.clear()
            alike[hash(key)] += 1
            raw[AMONG] = alike[hash(key)]
        return entry(raw, line, key if raw[AMONG] == 1 else f"{key}/{raw[AMONG]}")

    return numbered


def _entry_key(raw: Raw) -> str:
    """What an entry is known by in every statement that has it."""
    booked: Any = raw.get("Amt")
    day = (text(raw, "BookgDt") or text(raw, "ValDt"))[:10]
    currency = booked.get("@Ccy", "") if isinstance(booked, dict) else ""
    direction = text(raw, "CdtDbtInd") + ("-reversal" if _is_reversal(raw) else "")
    own = f"{_number(raw.get('Acct') or {})}/{day}/{text(booked)}{currency}/{direction}"
    return "/".join(part for part in ("entry", own, _own_reference(raw)) if part)


def _own_reference(raw: Raw) -> str:
    """The first reference that tells an entry from others; a batch's transactions have theirs for themselves."""
    transactions = list(each(raw, "NtryDtls", "TxDtls"))
    refs: Any = next(each(transactions[0], "Refs"), {}) if len(transactions) == 1 else {}
    said = (text(raw, "AcctSvcrRef"), *(text(refs, name) for name in REFERENCES))
    # what follows a `#` in a key is below the row
    return next((each.replace("#", " ") for each in said if each and each.upper() not in UNSAID), "")


def entry(raw: Raw, line: int, key: str) -> Row:
    """One entry of a statement: a payment, or one for each transaction of a batch."""
    statement: Any = raw.get("Acct") or {}
    if not _number(statement):
        raise RowError("'Acct/Id' has neither IBAN nor another number")
    own = Mention(_own(statement), _label(next(each(statement, "Ownr"), {})))
    transactions = list(each(raw, "NtryDtls", "TxDtls"))
    records: list[Record] = []
    claims: list[Claim] = []
    for index, transaction in enumerate(transactions or [{}]):
        below = f"{key}#{index}" if len(transactions) > 1 else key
        _pay(raw, transaction, Mention(below, "Payment"), own, len(transactions) > 1, records, claims)
    return Row(key, line, raw, tuple(records), tuple(claims))


def _pay(
    raw: Raw,
    transaction: Any,
    payment: Mention,
    own: Mention,
    is_part: bool,
    records: list[Record],
    claims: list[Claim],
) -> None:
    """One payment between the statement's account and the other side."""
    is_credit = _is_credit(transaction if text(transaction, "CdtDbtInd") else raw)
    is_reversal = _is_reversal(raw)
    amount: Any = _amount(raw, transaction, is_part)
    values = {
        "amount": text(amount),
        "amount_currency": amount.get("@Ccy") if isinstance(amount, dict) else None,
        "at": text(raw, "BookgDt") or text(raw, "ValDt"),
        "status": text(raw, "Sts"),
        "category": "reversal" if is_reversal else None,
        "title": text(transaction, "AddtlTxInf") or text(raw, "AddtlNtryInf"),
        "reference": _reference(transaction),
    }
    records.append(Record(payment.key, payment.label, stated(values)))
    paid, pays = (own, None) if is_credit else (None, own)
    # in a reversal the parties are those of the payment that is taken back; some banks turn them round
    roles = ("Dbtr", "Cdtr") if is_credit is not is_reversal else ("Cdtr", "Dbtr")
    if other := _other(transaction, roles[: 1 + is_reversal], payment.key, text(raw, "Acct", "Id"), records):
        paid, pays = paid or other, pays or other
    place = payment.key.rpartition("#")[2] if is_part else ""
    if pays:
        claims.append(claim("PAYS", pays, payment, place))
    if paid:
        claims.append(claim("IS_PAID", paid, payment, place))


def _other(
    transaction: Any, roles: tuple[str, ...], key: str, ours: str, records: list[Record]
) -> Mention | None:
    """The other side, in the first of these roles where the bank names it or its account."""
    parties: Any = next(each(transaction, "RltdPties"), {})
    for role in roles:
        # since version 08 a party stands below `Pty`, beside agents
        party: Any = next(each(parties, role, "Pty"), None) or next(each(parties, role), {})
        name = text(party, "Nm")
        number = _number(next(each(parties, f"{role}Acct"), {}))
        if (name or number) and number != "".join(ours.split()):
            break
    else:
        return None
    other = Mention(f"{key}.{role}" if "#" in key else f"{key}#{role}", _label(party))
    values = {"name": name, "bank_account": number, **_place(party)}
    if other.label == "Organization":
        values["lei"] = text(party, "Id", "OrgId", "LEI")
    records.append(Record(other.key, other.label, stated(values)))
    return other


def _amount(raw: Raw, transaction: Any, is_part: bool) -> Any:
    """What was booked: of a part of a batch its own amount, which versions 02 and 08 keep in different places."""
    own = (*each(transaction, "Amt"), *each(transaction, "AmtDtls", "TxAmt", "Amt"))
    if is_part:
        if not own:
            raise RowError("'TxDtls' of a batch has no 'Amt'")
        return own[0]
    booked = next(each(raw, "Amt"), None)
    if booked is None:
        raise RowError("'Amt' is missing")
    return booked


def _is_reversal(raw: Raw) -> bool:
    return text(raw, "RvslInd").lower() in ("true", "1")


def _is_credit(raw: Any) -> bool:
    said = text(raw, "CdtDbtInd")
    if said not in ("CRDT", "DBIT"):
        raise RowError("'CdtDbtInd' is neither CRDT nor DBIT")
    return said == "CRDT"


def _reference(transaction: Any) -> str:
    """What the payer wrote: free text, a structured reference, or the end-to-end id."""
    free = " ".join(text(part) for part in each(transaction, "RmtInf", "Ustrd"))
    structured = text(transaction, "RmtInf", "Strd", "CdtrRefInf", "Ref")
    said = " ".join(part for part in (free, structured) if part) or text(transaction, "Refs", "EndToEndId")
    return "" if said.upper() in UNSAID else said


def _own(statement: Any) -> str:
    return f"account/{_number(statement)}"


def _number(account: Any) -> str:
    """An account's IBAN, or its number where it has none."""
    said = (
        text(account, "Id", "IBAN")
        or text(account, "Id", "Othr", "Id")
        or text(account, "Id", "PrtryAcct", "Id")
    )
    return "".join(said.split())


def _label(party: Any) -> str:
    return "Person" if next(each(party, "Id", "PrvtId"), None) is not None else "Organization"


def _place(party: Any) -> dict[str, Any]:
    address: Any = next(each(party, "PstlAdr"), {})
    lines = [text(line) for line in each(address, "AdrLine")]
    street = " ".join(part for part in (text(address, "StrtNm"), text(address, "BldgNb")) if part)
    return {
        "address": ", ".join(part for part in (street, *lines) if part),
        "city": text(address, "TwnNm"),
        "country": text(address, "Ctry"),
    }


TABLES = (
    Table(
        "accounts",
        account,
        ("Id",),
        ("Ownr", "Nm", "Ccy"),
        description="The account of each statement (`Stmt/Acct`), with its owner.",
        elements=Elements(("Document",), ("Stmt/Acct",), namespace=NAMESPACE),
    ),
    Table(
        "entries",
        entries(Path()),
        ("Amt", "CdtDbtInd", "Acct"),
        ("BookgDt", "ValDt", "Sts", "RvslInd", "AcctSvcrRef", "NtryDtls", "AddtlNtryInf", "Id"),
        description="The entries (`Stmt/Ntry`) with their transactions, each with its statement's `Id` and `Acct`.",
        beside=entries,
        elements=Elements(
            ("Document",), ("Stmt/Ntry",), context=("Stmt/Id", "Stmt/Acct"), namespace=NAMESPACE
        ),
    ),
)

source = tables_source(
    "camt053",
    "Bank statements (ISO 20022 camt.053)",
    "finance",
    0.9,
    FORMATS,
    TABLES,
    description=(__doc__ or "").strip(),
    shapes=("xml",),
)
