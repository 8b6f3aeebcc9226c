"""How long cleaning one value of each type takes, and a record's; the loader has 20 to 50 µs for a whole fact.

python -m benchmarks.cleaning
"""

from __future__ import annotations

from contextlib import suppress
from statistics import median
from time import perf_counter

from graph_platform.cleaning import CLEANERS, Unclean, clean_value, clean_values
from graph_platform.facts import Formats, Said
from graph_platform.ontology import ONTOLOGY
from graph_platform.search_keys import search_keys

FORMATS = Formats(country="CN", timezone="Asia/Shanghai", currency="CNY", dates=("%d-%m-%Y",))
DIFFERENT = 4000
SAID = {
    "account": "github:user{0}",
    "address": "深圳市坪山区比亚迪路{0}号",
    "boolean": "是",
    "company_number": "GB-COH/0{0}",
    "country": "中国",
    "date": "2{1:03d}-05-17",
    "datetime": "2{1:03d}-05-17T12:00:00Z",
    "decimal": "{0}.5",
    "doi": "10.1000/{0}",
    "domain": "www.example{0}.com",
    "duns": "15{0}",
    "email": "User.{0}@Example.com",
    "gtin": "4006381333931",
    "imei": "490154203237518",
    "integer": "{0}",
    "language": "zh-CN",
    "lei": "529900T8BM49AURSDO55",
    "money": "{0}万元人民币",
    "name": "深圳市第{0}锂电池有限公司",
    "orcid": "0000-0002-1825-0097",
    "partial_date": "2{1:03d}-05",
    "patent_number": "US {0} B2",
    "percent": "{1}.5%",
    "phone": "138{0}0",
    "plate": "粤B·D{1:05d}",
    "resident_id": "11010519491231002X",
    "serial_number": "SN-{0}-A",
    "skill_code": "esco:{0}",
    "text": "battery diagnostics {0}",
    "url": "https://www.example.com/{0}",
    "uscc": "91440300708461136T",
    "vat_number": "DE136695976",
    "vin": "1HGCM82633A004352",
}
RECORD: dict[str, Said] = {
    "name": "深圳市比亚迪锂电池有限公司",
    "uscc": "91440300708461136T",
    "registered_capital": "1000万人民币",
    "founded": "1998-05-05",
    "country": "中国",
    "phone": "0755-89888888",
    "email": "db@byd.com",
    "employees": "1200",
    "city": "深圳",
}


def microseconds(type_name: str) -> float:
    """Microseconds for one value of a type, each of them said for the first time."""
    declared = next(p for _, p in ONTOLOGY.every_property() if p.type == type_name)
    pattern = SAID.get(type_name) or declared.values[0]
    values = [pattern.format(1234567 + 7 * number, number % 1000) for number in range(DIFFERENT)]
    with suppress(Unclean):
        clean_value(declared, pattern.format(7654321, 999), FORMATS)  # tables are read at first use
    began = perf_counter()
    for said in values:
        with suppress(Unclean):
            clean_value(declared, said, FORMATS)
    return (perf_counter() - began) / DIFFERENT * 1e6


def main() -> None:
    """Print a line for each type."""
    for type_name in sorted(CLEANERS):
        print(f"{type_name:<16}{microseconds(type_name):8.2f} µs")
    company = ONTOLOGY.properties("Company")
    for what, work in (
        ("a record of nine", lambda: clean_values(company, RECORD, FORMATS)),
        ("search keys (zh)", lambda: search_keys(["深圳市比亚迪锂电池有限公司"])),
        ("search keys (en)", lambda: search_keys(["Shenzhen BYD Lithium Battery Co., Ltd."])),
    ):
        work()
        runs = []
        for _ in range(5):
            began = perf_counter()
            for _ in range(DIFFERENT):
                work()
            runs.append((perf_counter() - began) / DIFFERENT * 1e6)
        print(f"{what:<16}{median(runs):8.2f} µs")


if __name__ == "__main__":
    main()
