"""The shipped mappings of operations: true headers in Chinese and English, and what a row of each says."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest
from source_checks import claims_of, read

from graph_platform.cleaning.record import clean_values
from graph_platform.errors import UnrecognisedSource
from graph_platform.facts import Record, Row
from graph_platform.loading.prepare import prepare
from graph_platform.ontology import ONTOLOGY
from ingestors.mapping import mapping_source

Make = Callable[..., Path]


@pytest.fixture
def rows_of(make: Make) -> Callable[..., list[Row]]:
    """The rows that a mapping reads out of a table's text; none of them may be bad, nor refused by the loader."""

    def rows_of(mapping: str, text: str, encoding: str = "utf-8") -> list[Row]:
        rows, bad = read(mapping_source(mapping), make("t.csv", text, encoding))
        assert not bad
        prepared = [prepare(row, "test", "", mapping_source(mapping).formats) for row in rows]
        assert len({row.lead for row in prepared}) == len(rows)
        return rows

    return rows_of


def only(rows: list[Row], label: str) -> Record:
    """The one record of a label in some rows."""
    (record,) = [record for row in rows for record in row.records if record.label == label]
    return record


def cleaned(mapping: str, record: Record) -> dict:
    """The values of a record as the graph has them; nothing of them may be unclean."""
    found = clean_values(ONTOLOGY.properties(record.label), record.values, mapping_source(mapping).formats)
    assert not found.unclean, found.reasons
    return found.values


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize(
    "text",
    [
        "维修单号,设备序列号,设备类型,车架号,客户名称,故障现象,维修措施,开始时间,完成时间,维修费用（元）,"
        "停机时长（小时）,更换备件,维修人员,区域\n"
        "R1,SAMI000000001,电池,LSVAA4182E2184847,样例出行,不充电,换模组,2026/1/5 08:00,2026/1/5 20:30,1200,"
        "12.5,P-1;P-2,样例工,华东\n",
        "Repair No,Serial number,Device type,VIN,Customer name,Fault description,Work done,Start,Finished,"
        "Total cost,"
        "Downtime (h),Parts used,Technician,Region\n"
        "R1,SAMI000000001,battery,LSVAA4182E2184847,样例出行,不充电,换模组,2026-01-05 08:00,2026-01-05 20:30,"
        "1200,12.5,"
        "P-1;P-2,样例工,华东\n",
    ],
)
def test_a_repair_with_cost_downtime_and_parts(rows_of: Callable, text: str, encoding: str) -> None:
    rows = rows_of("repairs", text, encoding)
    values = cleaned("repairs", only(rows, "Repair"))
    assert (values["cost"], values["cost_currency"], values["downtime"]) == (1200, "CNY", 12.5)
    assert values["ended_at"].isoformat() == "2026-01-05T20:30:00+08:00"
    assert only(rows, "Battery").values["serial_number"] == "SAMI000000001"
    assert rows[0].scopes == ("region:华东",)
    assert claims_of(rows) == {
        ("CONCERNS", "repair/R1", "device/SAMI000000001"),
        ("CONCERNS", "repair/R1", "vehicle/LSVAA4182E2184847"),
        ("RAISED", "repair/R1#customer", "repair/R1"),
        ("CARRIED_OUT", "repair/R1#engineer", "repair/R1"),
        ("INCLUDES", "repair/R1", "part/P-1"),
        ("INCLUDES", "repair/R1", "part/P-2"),
    }


def test_parts_of_a_repair_with_quantities(rows_of: Callable) -> None:
    for text in (
        "维修单号,备件编码,数量,单价\nR1,P-1,2,80\n",
        "Repair No,Part number,Qty,Unit price\nR1,P-1,2,80\n",
    ):
        (row,) = rows_of("repairs", text)
        assert claims_of([row]) == {("INCLUDES", "repair/R1", "part/P-1")}
        assert row.claims[0].values == {"quantity": "2", "unit_price": "80"}


def test_a_part_has_a_stock_in_every_warehouse(rows_of: Callable) -> None:
    for text in (
        "备件编码,备件名称,仓库,库存数量,安全库存,供应商\n"
        "P-1,样例保险丝,苏州仓,40,10,样例电气\n"
        "P-1,样例保险丝,无锡仓,3,10,\n",
        "Part No.,Part name,Warehouse,On hand,Min stock,Supplier name\n"
        "P-1,样例保险丝,苏州仓,40,10,样例电气\n"
        "P-1,样例保险丝,无锡仓,3,10,\n",
    ):
        rows = rows_of("spare_parts", text)
        assert [row.key for row in rows] == ["part/P-1/苏州仓", "part/P-1/无锡仓"]
        assert cleaned("spare_parts", rows[1].records[0])["stock"] == 3
        assert claims_of(rows) == {("SUPPLIED_BY", "part/P-1/苏州仓", "part/P-1/苏州仓#supplier")}


def test_what_leaves_a_warehouse_is_counted_down(rows_of: Callable) -> None:
    for text in (
        "单据编号,备件编码,仓库,数量,业务日期,业务类型,维修单号,领用人\n"
        "M1,P-1,苏州仓,2,2026/1/5,维修领用,R1,样例工\n"
        "M2,P-1,苏州仓,9,2026/1/6,采购入库,,\n",
        "Movement No,Part number,Warehouse,Qty,Date,Type,Repair No,Taken by\n"
        "M1,P-1,苏州仓,2,2026-01-05,Issue,R1,样例工\n"
        "M2,P-1,苏州仓,9,2026-01-06,Receipt,,\n",
    ):
        rows = rows_of("spare_parts", text)
        quantities = [cleaned("spare_parts", row.records[0])["quantity"] for row in rows]
        assert quantities == [-2, 9]
        assert claims_of(rows) == {
            ("CONCERNS", "movement/M1", "part/P-1/苏州仓"),
            ("CONCERNS", "movement/M2", "part/P-1/苏州仓"),
            ("FOLLOWS", "movement/M1", "repair/R1"),
            ("CARRIED_OUT", "movement/M1#person", "movement/M1"),
        }


def test_two_certificates_of_one_number_are_two(rows_of: Callable) -> None:
    for text in (
        "证书名称,证号,姓名,身份证号,作业类别,准操项目,初领日期,有效期至,发证机关,所在单位\n"
        "特种作业操作证,T11010519491231002X,样例甲,11010519491231002X,电工作业,低压电工,2024年3月1日,"
        "2030年3月1日,样例市应急管理局,样例工程\n"
        "特种作业操作证,T11010519491231002X,样例甲,11010519491231002X,高处作业,登高架设,2024年3月1日,"
        "2030年3月1日,样例市应急管理局,样例工程\n",
        "Certificate type,Certificate No.,Holder name,resident_id,category,field,Issued on,Expiry date,"
        "Issuing authority,Employer name\n"
        "Electrician,T1,Ann Sample,,low voltage,,2024-03-01,2030-03-01,Sample Authority,Sample Works\n"
        "Electrician,T1,Ann Sample,,heights,,2024-03-01,2030-03-01,Sample Authority,Sample Works\n",
    ):
        rows = rows_of("operator_certificates", text)
        assert len({row.key for row in rows}) == 2
        certificate = cleaned("operator_certificates", rows[0].records[0])
        assert certificate["expires"].isoformat() == "2030-03-01"
        key = rows[0].key
        assert claims_of(rows[:1]) == {
            ("HOLDS_CERTIFICATE", f"{key}#holder", key),
            ("ISSUED", f"{key}#authority", key),
            ("WORKS_FOR", f"{key}#holder", f"{key}#employer"),
        }
        assert rows[0].claims[0].valid_to == rows[0].records[0].values["expires"]


ALARM = {
    "deviceId": "04QPE0A1B2C3D4E5F6G7H8J9",
    "deviceType": "battery",
    "alarmCode": "BMS-31",
    "alarmLevel": 3,
    "alarmTime": "2026-01-02T10:00:00Z",
    "alarmName": "单体过压",
    "cells": [3.31, 3.30],
}


@pytest.mark.parametrize("name", ["t.jsonl", "t.parquet", "t.csv"])
def test_alarms_come_in_every_format(make: Make, tmp_path: Path, name: str) -> None:
    if name == "t.parquet":
        parquet.write_table(arrow.Table.from_pylist([ALARM]), tmp_path / name)
    elif name == "t.jsonl":
        make(name, json.dumps(ALARM) + "\n")
    else:
        make(
            name,
            "设备编号,设备类型,报警代码,最高报警等级,报警时间,报警名称\n"
            "04QPE0A1B2C3D4E5F6G7H8J9,电池,BMS-31,3,2026-01-02T10:00:00Z,单体过压\n",
        )
    rows, bad = read(mapping_source("telemetry"), tmp_path / name)
    assert not bad
    assert cleaned("telemetry", only(rows, "Alarm"))["severity"] == "critical"
    assert only(rows, "Battery").key == "device/04QPE0A1B2C3D4E5F6G7H8J9"
    key = "alarm/04QPE0A1B2C3D4E5F6G7H8J9/BMS-31/2026-01-02T10:00:00Z"
    assert claims_of(rows) == {("CONCERNS", key, "device/04QPE0A1B2C3D4E5F6G7H8J9")}


def test_a_state_of_health_below_one_is_no_fraction(rows_of: Callable) -> None:
    for text in (
        "设备序列号,采集时间,健康度（%）,诊断结果\nSAMI000000001,2026-01-02 10:00:00,0.8,需更换\n",
        "deviceId,recordedAt,stateOfHealth,result\nSAMI000000001,2026-01-02 10:00:00,0.8,replace\n",
    ):
        rows = rows_of("telemetry", text)
        assert cleaned("telemetry", only(rows, "Diagnostic"))["state_of_health"] == pytest.approx(0.008)


HEAD = (
    "报关单号,进出口标志,申报日期,境内收发货人,境内收发货人统一社会信用代码,境外收发货人,申报单位,"
    "启运国（地区）,运抵国（地区）,毛重（千克）,总价,币制,商品编号\n"
)


def test_an_import_is_received_here_and_an_export_sent(rows_of: Callable) -> None:
    rows = rows_of(
        "customs",
        HEAD
        + "230120260000000001,进口,2026-01-05,样例汽车,91320500MA00000010,Sample Cells Ltd,样例报关,德国,,"
        "1280.5,90000,USD,85076000;84213990\n"
        + "230120260000000002,出口,20260106,样例汽车,91320500MA00000010,Sample Cells Ltd,,,越南,10,5,USD,"
        "85076000\n",
    )
    first, last = "declaration/230120260000000001", "declaration/230120260000000002"
    values = cleaned("customs", rows[0].records[0])
    assert (values["origin"], values["destination"]) == ("DE", "CN")
    assert (values["weight"], values["amount"], values["amount_currency"]) == (1280.5, 90000, "USD")
    assert values["hs_codes"] == ["85076000", "84213990"]
    assert cleaned("customs", rows[1].records[0])["origin"] == "CN"
    assert claims_of(rows) == {
        ("RECEIVED", "party/91320500MA00000010", first),
        ("SENT", f"{first}#foreign", first),
        ("CARRIED_OUT", f"{first}#agent", first),
        ("SENT", "party/91320500MA00000010", last),
        ("RECEIVED", f"{last}#foreign", last),
    }


@pytest.mark.parametrize(
    ("origin", "destination", "sent", "received"),
    [
        ("Germany", "China", "foreign", "domestic"),
        ("China", "Vietnam", "domestic", "foreign"),
        ("Germany", "", "foreign", "domestic"),
    ],
)
def test_the_countries_say_which_way_goods_went(
    rows_of: Callable, origin: str, destination: str, sent: str, received: str
) -> None:
    rows = rows_of(
        "customs",
        "Declaration No,Declaration date,Importer/Exporter,Overseas consignor/consignee,Country of departure,"
        f"Country of destination,Gross weight\nD1,2026-01-05,Sample Motors,Sample Cells,{origin},{destination},5\n",
    )
    assert claims_of(rows) == {
        ("SENT", f"declaration/D1#{sent}", "declaration/D1"),
        ("RECEIVED", f"declaration/D1#{received}", "declaration/D1"),
    }


def test_every_line_of_goods_is_in_its_declaration(rows_of: Callable) -> None:
    head = "报关单号,申报日期,境内收发货人,启运国,项号,商品编号,商品名称,成交数量,单价,币制\n"
    rows = rows_of(
        "customs",
        head + "D1,2026-01-05,样例汽车,德国,1,85076000,锂电池,20,500,USD\n"
        "D1,2026-01-05,样例汽车,德国,2,84213990,滤芯,4,9,USD\n",
    )
    assert [row.key for row in rows] == ["line/D1/1", "line/D1/2"]
    included = {c for c in claims_of(rows) if c[0] == "INCLUDES"}
    assert included == {
        ("INCLUDES", "declaration/D1", "line/D1/1#goods"),
        ("INCLUDES", "declaration/D1", "line/D1/2#goods"),
    }
    assert cleaned("customs", only(rows[:1], "Product"))["hs_code"] == "85076000"
    # both lines say the same of the declaration and of its party
    assert {record.key for row in rows for record in row.records if record.label != "Product"} == {
        "declaration/D1",
        "declaration/D1#domestic",
    }


def test_lines_of_an_order_do_not_replace_one_another(rows_of: Callable) -> None:
    for text in (
        "订单编号,客户名称,下单日期,产品编码,产品名称,数量,单价,订单金额,销售员,大区\n"
        "O1,样例出行,2026/1/5,B-1,样例电池,2,900,2100,样例销售,华东\n"
        "O1,样例出行,2026/1/5,C-1,样例电缆,3,100,2100,样例销售,华东\n",
        "Order No,Customer name,Order date,Product code,Product name,Qty,Unit price,Order total,Sales rep,Region\n"
        "O1,样例出行,2026-01-05,B-1,样例电池,2,900,2100,样例销售,华东\n"
        "O1,样例出行,2026-01-05,C-1,样例电缆,3,100,2100,样例销售,华东\n",
    ):
        rows = rows_of("orders", text)
        assert len({row.key for row in rows}) == 2
        assert cleaned("orders", rows[0].records[0])["amount"] == 2100
        assert rows[0].scopes == ("owner:样例销售", "region:华东")
        assert claims_of(rows) == {
            ("BUYS", "order/O1#customer", "order/O1"),
            ("SELLS", "user/样例销售", "order/O1"),
            ("INCLUDES", "order/O1", "product/B-1"),
            ("INCLUDES", "order/O1", "product/C-1"),
        }


def test_a_shipment_came_out_of_its_order(rows_of: Callable) -> None:
    for text in (
        "运单号,订单号,发货时间,签收时间,承运商,收货单位,收货城市,重量（kg）\n"
        "W1,O1,2026/1/6 09:00,2026/1/8 10:00,样例物流,样例出行,苏州,35\n",
        "Waybill No,Order No,Ship date,Delivered on,Carrier,Consignee,Ship-to city,Weight (kg)\n"
        "W1,O1,2026-01-06 09:00,2026-01-08 10:00,样例物流,样例出行,苏州,35\n",
    ):
        rows = rows_of("orders", text)
        values = cleaned("orders", only(rows, "Shipment"))
        assert (values["city"], values["weight"], values["ended_at"].day) == ("苏州", 35, 8)
        assert claims_of(rows) == {
            ("FOLLOWS", "shipment/W1", "order/O1"),
            ("CARRIED_OUT", "shipment/W1#carrier", "shipment/W1"),
            ("RECEIVED", "shipment/W1#receiver", "shipment/W1"),
        }


def test_partners_their_cases_and_their_certificates(rows_of: Callable) -> None:
    for partners, cases, certificates in (
        (
            "合作伙伴编号,合作伙伴名称,合作伙伴等级,统一社会信用代码,联系人,签约日期,到期日期,渠道经理,大区\n"
            "V1,样例集成,金牌,91320500MA00000010,样例乙,2024-01-01,2026-12-31,样例经理,华东\n",
            "POC编号,伙伴编号,案例名称,客户名称,行业,验证结果,产品编码,产品名称\n"
            "C1,V1,换电站试点,样例出行,物流,通过,B-1,样例电池\n",
            "证书编号,伙伴编号,认证名称,持证人,等级,发证日期,有效期至,发证机构\n"
            "Z1,V1,实施工程师,样例丙,高级,2024-01-01,2027-01-01,样例认证\n"
            "Z2,V1,资质,,,2024-01-01,2027-01-01,样例认证\n",
        ),
        (
            "Partner ID,Partner name,Partner tier,uscc,Contact name,Partner since,Contract end,"
            "Partner manager,Region\n"
            "V1,样例集成,金牌,91320500MA00000010,样例乙,2024-01-01,2026-12-31,样例经理,华东\n",
            "POC ID,Partner ID,Project,Customer name,Industry,Result,Product code,Product\n"
            "C1,V1,换电站试点,样例出行,物流,通过,B-1,样例电池\n",
            "Certificate No,Partner ID,Certification,Engineer,Level,Issued on,Expiry date,Issued by\n"
            "Z1,V1,实施工程师,样例丙,高级,2024-01-01,2027-01-01,样例认证\n"
            "Z2,V1,资质,,,2024-01-01,2027-01-01,样例认证\n",
        ),
    ):  # fmt: skip
        rows = rows_of("partners", partners)
        assert cleaned("partners", only(rows, "Partner"))["partner_tier"] == "金牌"
        assert (rows[0].claims[0].valid_from, rows[0].claims[0].valid_to) == ("2024-01-01", "2026-12-31")
        assert claims_of(rows) == {
            ("PARTNER_OF", "partner/V1", "us/"),
            ("WORKS_FOR", "partner/V1#contact", "partner/V1"),
            ("MANAGES_ACCOUNT", "user/样例经理", "partner/V1"),
        }
        rows = rows_of("partners", cases)
        assert only(rows, "CaseStudy").values["text"] == "通过"
        assert claims_of(rows) == {
            ("AUTHORED", "partner/V1", "case/C1"),
            ("CONCERNS", "case/C1", "case/C1#customer"),
            ("CONCERNS", "case/C1", "product/B-1"),
        }
        rows = rows_of("partners", certificates)
        assert claims_of(rows) == {
            ("WORKS_FOR", "certificate/Z1#holder", "partner/V1"),
            ("HOLDS_CERTIFICATE", "certificate/Z1#holder", "certificate/Z1"),
            ("ISSUED", "certificate/Z1#authority", "certificate/Z1"),
            ("HOLDS_CERTIFICATE", "partner/V1", "certificate/Z2"),
            ("ISSUED", "certificate/Z2#authority", "certificate/Z2"),
        }


def test_a_policy_of_several_bodies_is_public(rows_of: Callable) -> None:
    for text in (
        "标题,发文机关,发文字号,发布日期,施行日期\n"
        "关于样例的通知,样例部、样例委,样例发〔2026〕1号,2026年1月5日,2026年2月1日\n",
        "Policy,Issuing body,Document No,Date published,In force from\n"
        "关于样例的通知,样例部、样例委,样例发〔2026〕1号,2026-01-05,2026-02-01\n",
    ):
        (row,) = rows_of("policies", text)
        assert row.scopes == ("public",)
        values = cleaned("policies", only([row], "Policy"))
        assert (values["document_number"], values["effective"].isoformat()) == (
            "样例发〔2026〕1号",
            "2026-02-01",
        )
        assert claims_of([row]) == {("ISSUED", f"government/样例{body}", row.key) for body in "部委"}


def test_a_place_has_coordinates_and_heat(make: Make, rows_of: Callable) -> None:
    for text in (
        "POI编号,名称,经度,纬度,地址,城市,热度,所属企业\nB1,样例换电站,120.62,31.32,样例路1号,苏州,87.5,样例出行\n",
        "POI ID,Name,Lng,Lat,Address,City,Popularity,Operator\n"
        "B1,样例换电站,120.62,31.32,样例路1号,苏州,87.5,样例出行\n",
    ):
        rows = rows_of("points_of_interest", text)
        values = cleaned("points_of_interest", only(rows, "Branch"))
        assert (values["longitude"], values["latitude"], values["heat"]) == (120.62, 31.32, 87.5)
        assert claims_of(rows) == {("PART_OF", "place/B1", "place/B1#owner")}
    poi = {
        "id": "B2",
        "name": "样例店",
        "location": "120.62,31.32",
        "tel": [],
        "address": [],
        "cityname": "苏州市",
    }
    answer = {"status": "1", "count": "1", "pois": [poi]}
    rows, bad = read(mapping_source("points_of_interest"), make("t.json", json.dumps(answer)))
    assert not bad
    values = cleaned("points_of_interest", only(rows, "Branch"))
    assert (values["longitude"], values["latitude"]) == (120.62, 31.32)


@pytest.mark.parametrize(
    ("mapping", "header", "missing"),
    [
        ("repairs", "repair_id,serial_numbers,started_at,cost", "serial_number"),
        ("spare_parts", "part_number,warehouse_,stocks,part_name", "stock"),
        ("customs", "declaration_number,declared,domestic_partie,origin", "domestic_party"),
        ("telemetry", "device_id,alarm_codes,alarm_time,alarm_level", "alarm_code"),
    ],
)
def test_a_renamed_column_is_named(make: Make, mapping: str, header: str, missing: str) -> None:
    with pytest.raises(UnrecognisedSource, match=f"column '{missing}' is missing"):
        mapping_source(mapping).open(make("t.csv", header + "\n1,2,3,4\n"))


def test_a_row_without_its_key_is_bad(make: Make) -> None:
    rows, bad = read(
        mapping_source("orders"),
        make(
            "t.csv",
            "order_number,customer,ordered,product\n"
            ",样例出行,2026-01-05,样例电池\n"
            "O1,样例出行,2026-01-05,样例电池\n",
        ),
    )
    assert (len(rows), [each.line for each in bad]) == (1, [2])
    assert "order_number" in bad[0].reason
    assert "样例" not in bad[0].reason
