"""The shipped mapping of payments."""

from collections.abc import Callable
from pathlib import Path

import pytest
from source_checks import claims_of, read, unclean

from graph_platform.errors import UnrecognisedSource
from ingestors.mapping import mapping_source

Make = Callable[..., Path]
payments = mapping_source("payments")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_columns_in_every_encoding(mapping_samples: Path, make: Make, encoding: str) -> None:
    path = make("t.csv", (mapping_samples / "payments_zh.csv").read_text(encoding="utf-8"), encoding)
    rows, bad = read(payments, path)
    payment, payer, payee = rows[0].records
    assert payment.values == {
        "at": "2026-03-02 10:15:00",
        "amount": "12,000.50",
        "amount_currency": "人民币",
        "reference": "货款",
    }
    assert payer.values == {
        "name": "苏州样例汽车销售有限公司",
        "bank_account": "6222000000000017",
        "uscc": "91320500MA00000010",
    }
    assert claims_of(rows[:1]) == {
        ("PAYS", payer.key, payment.key),
        ("IS_PAID", payee.key, payment.key),
        ("CONCERNS", payment.key, "order/SO-9"),
    }
    assert [row.key for row in rows] == ["payment/P-1", "payment/P-2"]
    assert [b.reason for b in bad] == ["its key 'payment/{payment_id}' needs a column that is empty"]
    # the sample's code is made up, and no more than a code is wrong with it
    assert set(unclean(rows, payments.formats)) <= {"Organization.uscc"}


def test_english_columns_and_a_payment_of_nobody_named(mapping_samples: Path) -> None:
    rows, bad = read(payments, mapping_samples / "payments_en.csv")
    assert not bad
    assert unclean(rows, payments.formats) == {}
    assert rows[0].records[1].values["bank_account"] == "DE89370400440532013000"
    assert claims_of(rows[1:]) == {("IS_PAID", "payment/18#payee", "payment/18")}


def test_a_renamed_column_is_named(make: Make) -> None:
    with pytest.raises(UnrecognisedSource, match="column 'payee' is missing"):
        payments.open(make("t.csv", "交易流水号,交易日期,付款方,金额\n1,2026-01-01,a,1\n"))
