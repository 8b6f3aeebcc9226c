"""Bank statements in two versions of camt.053."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from source_checks import claims_of, read, unclean

from graph_platform.errors import SourceTruncated, UnrecognisedSource
from graph_platform.facts import Row
from ingestors.iso20022 import FORMATS, source

Make = Callable[..., Path]
OURS = "account/DE89370400440532013000"
ENTRY = "entry/DE89370400440532013000/2026-03-02/"
INCOMING = f"{ENTRY}1190.00EUR/CRDT/RE-2026-17"
BATCH = f"{ENTRY}300.00EUR/DBIT"
UNDATED = "entry/DE89370400440532013000//5.00EUR/CRDT"
REVERSAL = f"{ENTRY}50.00EUR/CRDT-reversal"


def test_the_account_of_a_statement_and_its_owner(samples: Path) -> None:
    assert source.open(samples / "camt053_v02.xml").table == "accounts, entries"
    rows, bad = read(source, samples / "camt053_v02.xml")
    assert (rows[0].key, rows[0].line) == (OURS, 7)
    assert rows[0].records[0].values == {
        "name": "Muster Maschinen GmbH",
        "bank_account": "DE89370400440532013000",
        "address": "Beispielweg 1",
        "city": "Musterstadt",
        "country": "DE",
    }
    assert [(b.line, b.reason) for b in bad] == [(32, "'CdtDbtInd' is neither CRDT nor DBIT")]


def test_who_pays_and_who_is_paid(samples: Path) -> None:
    rows, _ = read(source, samples / "camt053_v02.xml")
    incoming = rows[1]
    assert (incoming.key, incoming.line) == (INCOMING, 9)
    payment, debtor = incoming.records
    assert payment.values == {
        "amount": "1190.00",
        "amount_currency": "EUR",
        "at": "2026-03-02",
        "status": "BOOK",
        "title": "SEPA credit transfer",
        "reference": "Invoice RE-2026-17 谢谢",
    }
    assert (debtor.label, debtor.values) == (
        "Organization",
        {
            "name": "苏州样例汽车销售有限公司",
            "bank_account": "6222000000000017",
            "address": "样例路1号, 苏州",
            "country": "CN",
        },
    )
    assert claims_of([incoming]) == {("PAYS", debtor.key, payment.key), ("IS_PAID", OURS, payment.key)}


def test_a_batch_is_as_many_payments_each_with_its_own_amount(samples: Path) -> None:
    rows, _ = read(source, samples / "camt053_v02.xml")
    batch = rows[2]
    payments = [record for record in batch.records if record.label == "Payment"]
    assert [(p.key, p.values["amount"]) for p in payments] == [
        (f"{BATCH}#0", "100.00"),
        (f"{BATCH}#1", "200.00"),
    ]
    assert payments[0].values["reference"] == "RF18539007547034"
    assert "reference" not in payments[1].values
    person = batch.records[1]
    assert (person.label, person.values["bank_account"]) == ("Person", "AT611904300234573201")
    assert claims_of([batch]) == {
        ("PAYS", OURS, f"{BATCH}#0"),
        ("IS_PAID", f"{BATCH}#0.Cdtr", f"{BATCH}#0"),
        ("PAYS", OURS, f"{BATCH}#1"),
        ("IS_PAID", f"{BATCH}#1.Cdtr", f"{BATCH}#1"),
    }


def test_a_reversal_runs_the_other_way(samples: Path) -> None:
    rows, _ = read(source, samples / "camt053_v02.xml")
    reversal, fee = rows[3:5]
    # we had paid the creditor, who gives the money back
    assert reversal.records[0].values["category"] == "reversal"
    assert reversal.records[1].values["name"] == "Sample Parts Ltd"
    assert claims_of([reversal]) == {
        ("PAYS", f"{REVERSAL}#Cdtr", REVERSAL),
        ("IS_PAID", OURS, REVERSAL),
    }
    assert claims_of([fee]) == {("PAYS", OURS, f"{ENTRY}4.90EUR/DBIT")}


def test_a_reversal_whose_parties_the_bank_has_turned_round(samples: Path, make: Make) -> None:
    text = (samples / "camt053_v02.xml").read_text(encoding="utf-8")
    ours = "<Dbtr><Nm>Muster Maschinen GmbH</Nm></Dbtr><Cdtr><Nm>Sample Parts Ltd</Nm></Cdtr>"
    assert ours in text
    rows, _ = read(source, make("t.xml", text.replace(ours, "<Dbtr><Nm>Sample Parts Ltd</Nm></Dbtr>")))
    assert ("PAYS", f"{REVERSAL}#Dbtr", REVERSAL) in claims_of(rows)


def test_version_08_and_several_statements(samples: Path) -> None:
    rows, bad = read(source, samples / "camt053_v08.xml")
    assert not bad
    assert [row.key for row in rows] == [
        "account/CH9300762011623852957",
        "entry/CH9300762011623852957/2026-03-03/70.00CHF/CRDT",
        "account/9000-17",
        "entry/9000-17/2026-03-03/1.00CHF/DBIT",
    ]
    first, debtor, second = rows[1].records
    assert (first.values["amount"], first.values["status"]) == ("30.00", "BOOK")
    assert first.values["at"] == "2026-03-03T08:15:00+01:00"
    assert debtor.values == {
        "name": "Sample Fleet AG",
        "bank_account": "CH5604835012345678009",
        "lei": "529900T8BM49AURSDO55",
    }
    assert second.values["amount"] == "40.00"
    assert rows[2].records[0].values["name"] == "样例账户"
    assert rows[3].records[0].values["status"] == "PDNG"


def test_every_value_is_clean(samples: Path) -> None:
    for path in samples.glob("camt053_*"):
        assert unclean(read(source, path)[0], FORMATS) == {}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_every_encoding(samples: Path, make: Make, encoding: str) -> None:
    text = (samples / "camt053_v02.xml").read_text(encoding="utf-8")
    declared = text.replace("UTF-8", encoding.removesuffix("-sig"), 1)
    rows, _ = read(source, make("t.xml", declared, encoding))
    assert [row.records for row in rows] == [
        row.records for row in read(source, samples / "camt053_v02.xml")[0]
    ]


def test_a_rejected_entry_comes_back_with_its_account(samples: Path, make: Make) -> None:
    _, bad = read(source, samples / "camt053_v02.xml")
    assert isinstance(bad[0].raw, dict)
    corrected = {**bad[0].raw, "CdtDbtInd": "CRDT"}
    line = {"file": "x", "table": "accounts, entries", "line": 34, "reason": "x", "row": corrected}
    (row,) = source.open(make("t.rejects.jsonl", json.dumps(line)))
    assert isinstance(row, Row)
    # the sample's bad entry has no day
    assert (row.key, claims_of([row])) == (UNDATED, {("IS_PAID", OURS, UNDATED)})


def statement(name: str, *entries: tuple[str, str, str]) -> str:
    """A statement of our account: entries by day, amount, and their references."""
    written = "".join(
        f'<Ntry><NtryRef>{place}</NtryRef><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        f"<BookgDt><Dt>{day}</Dt></BookgDt>{said}</Ntry>"
        for place, (day, amount, said) in enumerate(entries, 1)
    )
    account = "<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>"
    return f"<Stmt><Id>{name}</Id>{account}{written}</Stmt>"


def document(*statements: str) -> str:
    root = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
    return f'<Document xmlns="{root}"><BkToCstmrStmt>{"".join(statements)}</BkToCstmrStmt></Document>'


def payments(path: Path) -> list[str]:
    return [row.key for row in read(source, path)[0] if row.key.startswith("entry/")]


def test_statements_that_overlap_have_the_same_keys_for_the_same_entries(make: Make) -> None:
    ref = "<AcctSvcrRef>B-77#1</AcctSvcrRef>"
    before = ("2026-03-01", "8.00", "")
    shared = [("2026-03-02", "5.00", ""), ("2026-03-02", "5.00", ""), ("2026-03-02", "5.00", ref)]
    after = ("2026-03-03", "5.00", ref)
    first = payments(make("1.xml", document(statement("S1", before, *shared))))
    second = payments(make("2.xml", document(statement("S2", *shared, after))))
    assert first[1:] == second[:3] == [f"{ENTRY}5.00EUR/CRDT{end}" for end in ("", "/2", "/B-77 1")]
    assert len({*first, *second}) == 5
    both = payments(
        make("3.xml", document(statement("S1", before, *shared), statement("S2", *shared, after)))
    )
    assert both == [*first, *second]


def test_references_that_say_nothing_or_are_of_one_among_several_transactions_tell_nothing(
    make: Make,
) -> None:
    unsaid = "<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs></TxDtls></NtryDtls>"
    one = "<NtryDtls><TxDtls><Refs><EndToEndId>E1</EndToEndId><TxId>T1</TxId></Refs></TxDtls></NtryDtls>"
    keys = payments(make("t.xml", document(statement("S", *(("2026-03-02", "5", x) for x in (unsaid, one))))))
    assert keys == [f"{ENTRY}5EUR/CRDT", f"{ENTRY}5EUR/CRDT/T1"]


def test_a_statement_that_is_cut_off_gives_the_entries_before(samples: Path, make: Make) -> None:
    text = (samples / "camt053_v02.xml").read_text(encoding="utf-8")
    rows = []
    with pytest.raises(SourceTruncated, match="ends in the middle"):
        rows.extend(source.open(make("t.xml", text[: text.index("<Btch>")])))
    assert [row.key for row in rows] == [OURS, INCOMING]


@pytest.mark.parametrize("other", ["camt.052.001.08", "camt.054.001.02", "pain.001.001.03"])
def test_another_message_is_refused(samples: Path, make: Make, other: str) -> None:
    text = (samples / "camt053_v08.xml").read_text(encoding="utf-8").replace("camt.053.001.08", other)
    with pytest.raises(UnrecognisedSource, match=f"its root element is 'Document' of '.*{other}'"):
        source.open(make("t.xml", text))
