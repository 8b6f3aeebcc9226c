"""What came in on our two accounts: in China as a table out of online banking, in Britain as a statement (camt.053).

A statement has its entries in the order in which they were written down, not by date, for nothing is kept in memory.
Whose contract was paid, only the reference says.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from graph_platform.generator import dirt, identifiers, phrases
from graph_platform.generator.cast import Cast
from graph_platform.generator.exports.outlet import Outlet, Sightings, Table, close_all
from graph_platform.generator.papers import Payment

PAYMENTS = (
    "交易流水号", "交易日期", "付款方名称", "付款账号", "付款方统一社会信用代码", "收款方名称", "收款账号",
    "收款方统一社会信用代码", "交易金额", "币种", "摘要",
)  # fmt: skip
OUR_NAME, OUR_NAME_EN = "上海示例检测技术服务有限公司", "Example Diagnostics (UK) Ltd"
OUR_USCC, OUR_ACCOUNT, OUR_IBAN = (
    identifiers.uscc(0, "310115"),
    identifiers.cn_account(0),
    identifiers.iban(0),
)
_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


class Payments:
    """Writes payments by the currency of the account that they came in on."""

    def __init__(self, folder: Path, as_of: date) -> None:
        self.table = Table(folder, "payments.csv", as_of, PAYMENTS, encoding="utf-8-sig")
        self.statement = Outlet(folder, "camt053/statement.xml", as_of)
        self.statement.stream.write(_head(as_of))

    def write(self, cast: Cast, sightings: Sightings) -> None:
        """Adds what a cast has paid."""
        for payment in cast.payments:
            # the number that sales knows the contract by, where sales has one
            seen = sightings.seen.get(payment.deal.id)
            behalf = payment.payer is not payment.customer
            name = payment.customer.name if payment.customer.language == "zh" else payment.customer.english
            reference = phrases.payment_for(
                name, seen[0].key if seen else payment.deal.id, payment.customer.language, behalf=behalf
            )
            write = self._entry if payment.currency == "GBP" else self._row
            outlet, payer = write(cast, payment, reference)
            sightings.add(payment.id, outlet.name, outlet.rows, payment.id)
            sightings.add(payment.payer.id, outlet.name, outlet.rows, payment.id, payer)

    def _row(self, cast: Cast, payment: Payment, reference: str) -> tuple[Outlet, str]:
        """Writes a row of the table; the table, and the column of the payer."""
        payer, rng = payment.payer, cast.rng
        self.table.add(
            payment.id, dirt.office_date(payment.at, rng), payer.name, _account(payer.id), payer.uscc or "", OUR_NAME,
            OUR_ACCOUNT, OUR_USCC, rng.choice((f"{payment.amount}.00", f"{payment.amount:,}.00")), payment.currency,
            reference,
        )  # fmt: skip
        return self.table, "付款方名称"

    def _entry(self, cast: Cast, payment: Payment, reference: str) -> tuple[Outlet, str]:
        """Writes an entry of the statement; the statement, and the element of the payer."""
        payer, day = payment.payer, payment.at.isoformat()
        name = payer.english if cast.rng.random() < 0.8 else payer.english.upper()
        lei = f"<Id><OrgId><LEI>{payer.lei}</LEI></OrgId></Id>" if payer.lei else ""
        amount = f'<Amt Ccy="{payment.currency}">{payment.amount}.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        self.statement.stream.write(
            f"<Ntry><NtryRef>{payment.id}</NtryRef>{amount}<Sts><Cd>BOOK</Cd></Sts>"
            f"<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>"
            "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
            f"<NtryDtls><TxDtls><Refs><EndToEndId>{payment.id}</EndToEndId></Refs>{amount}"
            f"<RltdPties><Dbtr><Pty><Nm>{escape(name)}</Nm>{lei}</Pty></Dbtr>"
            f"<DbtrAcct><Id><IBAN>{_iban(payer.id)}</IBAN></Id></DbtrAcct></RltdPties>"
            f"<RmtInf><Ustrd>{escape(reference)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
        )
        self.statement.rows += 1
        return self.statement, "Dbtr"

    def close(self, *, whole: bool) -> dict[str, int]:
        """Ends the table and the statement."""
        self.statement.stream.write("</Stmt></BkToCstmrStmt></Document>\n")
        return close_all((self.table, self.statement), whole=whole)


def _head(as_of: date) -> str:
    day = as_of.isoformat()
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="{_NAMESPACE}"><BkToCstmrStmt><GrpHdr><MsgId>C53-{day}</MsgId>'
        f"<CreDtTm>{day}T06:00:00</CreDtTm></GrpHdr>\n"
        f"<Stmt><Id>STMT-{day}</Id><CreDtTm>{day}T06:00:00</CreDtTm><Acct><Id><IBAN>{OUR_IBAN}</IBAN></Id>"
        f"<Ccy>GBP</Ccy><Ownr><Nm>{OUR_NAME_EN}</Nm></Ownr></Acct>"
        '<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="GBP">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        f"<Dt><Dt>{day}</Dt></Dt></Bal>\n"
    )


def _account(id: str) -> str:
    """A party's account: the same one in every payment."""
    return identifiers.cn_account(int(id.rpartition("-")[2]))


def _iban(id: str) -> str:
    return identifiers.iban(int(id.rpartition("-")[2]))
