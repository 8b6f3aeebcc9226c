# ruff: noqa: E501
"""Write `own.jsonl`: the labelled texts that recognizers are tuned on.

The spellings of `rows`, each alone, in a Chinese and in an English sentence without a blank around it; the same ways with
other values; plain texts; and Chinese texts of a service desk that hold nothing to find.
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import made_values as made
import rows

R = Random(7)
OUT: list[dict[str, str]] = []
PEOPLE_ZH = sorted({made.chinese(R) for _ in range(60)} | {"欧阳测试", "司马测试"})
PEOPLE_EN = sorted({" ".join(made.latin(R)) for _ in range(20)})
COMPANIES = [
    "隐测控股",
    "Yince Holdings",
    "青岛测试汽车租赁有限公司",
    "样例智能装备（苏州）有限公司",
    "北京虚构科技集团有限公司",
    "Dummett Freight Ltd",
    "Exampleby Robotics Inc",
]


def put(text: str, way: str, lang: str) -> None:
    OUT.append({"id": f"o{len(OUT) + 1:04}", "way": way, "lang": lang, "text": text})


def mark(kind: str, value: str) -> str:
    return f"⟦{kind}|{value}⟧"


def collected() -> None:
    """The spellings as they were collected."""
    for way, (hits, stays) in rows.WAYS.items():
        for hit in hits:
            put(f"请拨{hit}谢谢", way, "zh")
            put(f"call{hit}now", way, "en")
            put(hit, way, "zh")
        for stay in stays:
            put(f"请看{stay}谢谢", "stays", "zh")
            put(f"see {stay} now", "stays", "en")


PLAIN = {
    "PHONE": (
        made.mobile,
        "给我回电{}|手机{}，姓张|加我手机号{}|{}机主不在|mobile {} any time|tel: {}|ring {} first",
    ),
    "CN_ID": (made.resident_id, "身份证：{}|证件号码{}核验失败|{}是我的身份证|national id {} attached"),
    "USCC": (made.uscc, "开票税号{}|信用代码：{}|{}对应的公司|tax id {}"),
    "BANK_CARD": (made.bank_card, "收款卡号{}|退款到{}|{}这张卡冻结了|charged to {}"),
    "EMAIL": (made.email, "邮件发{}|{}收不到|请用{}登录|mail me: {}|log in as {}"),
    "PLATE": (made.plate, "车牌号{}|{}已到站|我开的是{}|car {} is here"),
    "VIN": (made.vin, "VIN码{}|车架号：{}|vehicle {} recalled"),
    "ADDRESS": (made.address, "送货到{}|{}，放门口|发货地址{}|安装地点在{}"),
}


def plain() -> None:
    """Texts without tricks."""
    for kind, (value, templates) in PLAIN.items():
        for turn in range(28):
            template = templates.split("|")[turn % len(templates.split("|"))]
            put(
                template.format(mark(kind, value(R))),
                "plain",
                "zh" if any(c > "~" for c in template) else "en",
            )
    for turn in range(40):
        put(
            ("让{}联系我", "{}已签收", "客户{}来电投诉", "由{}负责验收")[turn % 4].format(
                mark("PERSON", R.choice(PEOPLE_ZH))
            ),
            "plain",
            "zh",
        )
    for turn in range(20):
        put(
            ("please call {} back", "{} approved it", "thanks, {}")[turn % 3].format(
                mark("PERSON", R.choice(PEOPLE_EN))
            ),
            "plain",
            "en",
        )
    for turn in range(20):
        company = COMPANIES[turn % len(COMPANIES)]
        put(
            ("{}要求换货", "合同甲方{}")[turn % 2].format(mark("ORGANIZATION", company))
            if company[0] > "z"
            else f"invoice for {mark('ORGANIZATION', company)}, please",
            "plain",
            "zh" if company[0] > "z" else "en",
        )
    for turn in range(12):
        put(
            ("ship to {} please", "we moved to {}.")[turn % 2].format(mark("ADDRESS", made.street(R))),
            "plain",
            "en",
        )


CLEAN = [
    "你好，我的车今天早上突然启动不了",
    "换电站排队太久了，等了四十分钟",
    "请问冬天续航下降百分之三十正常吗",
    "昨天下单的充电线什么时候发货",
    "订单号2026112300045678查不到物流",
    "我想预约本周六下午两点保养",
    "发票抬头填错了可以重开吗",
    "会员到期之后积分会清零吗",
    "车机系统升级失败，提示空间不足",
    "空调制冷效果差，已经修过两次",
    "轮胎型号是235/45R18，能换别的吗",
    "电池健康度显示92.6%",
    "充电到80%就自动停了",
    "最近三个月一共换电63次",
    "说明书第45页写的和实际不一样",
    "合同编号HT-2026-0098什么时候盖章",
    "售后服务态度非常好，给五星",
    "月租费1580元包含哪些服务",
    "我们公司想采购120辆物流车",
    "请提供2025年全年的对账单",
    "退货单RT20261015003还没处理",
    "配件编码88450-0K120缺货吗",
    "请把价格表发我一份，谢谢",
    "行驶到1.2万公里出现异响",
    "刹车片厚度还剩5毫米",
    "保险杠刮花了，喷漆要多少钱",
    "充电桩屏幕显示E-1024错误",
    "导航地图还是2023年的版本",
    "蓝牙钥匙连不上手机",
    "手机没电了，先不聊",
    "电话里说好的优惠没有兑现",
    "银行卡可以分期吗",
    "邮箱地址在哪里修改",
    "身份证需要带原件吗",
    "微信小程序打不开",
    "QQ群还有吗",
    "车牌是自己上还是你们代办",
    "地址填错了怎么办",
    "姓名可以修改吗",
    "联系人怎么添加",
    "生日有优惠吗",
    "座椅位置记忆失灵",
    "第3批货少了2箱",
    "10号线地铁站附近有换电站吗",
    "五一期间营业吗",
    "三十分钟能充满吗",
    "一共二十四期，每期三千六百元",
    "下午3点到5点之间都可以",
    "仓库温度要求15-25℃",
    "电机额定功率150kW，峰值210kW",
    "整备质量1,980公斤",
    "轴距2900mm，车长4800mm",
    "软件版本2.10.4-build1187",
    "发动机号在哪里看",
    "请确认GB 38031-2020是否适用",
    "报价有效期30天",
    "毛利率从12.5%降到9.8%",
    "供应商数量由35家减到28家",
    "质保八年或十六万公里",
    "这款车有几种颜色",
    "能不能把会议改到周四",
    "周报请在周五之前提交",
    "系统每天02:00-04:00维护",
    "数据截至2026-10-31",
    "我不会用这个功能",
    "请安排师傅上门",
    "老师傅说要换减震器",
    "前台小姐姐很热情",
    "小王子主题车贴还有吗",
    "高总价的方案先放一放",
    "张力测试通过了",
    "王者荣耀联名款什么时候上",
    "马上到",
    "方便的话请尽快",
    "安全带提示一直响",
    "成本太高了",
    "白色的有现车吗",
    "金色轮毂加多少钱",
    "和平路店关门了吗",
    "人民广场站人太多",
    "中山公园附近停车难",
    "上海的冬天湿冷",
    "北京限行怎么规定",
    "深圳什么时候有活动",
    "苏州工业园区有门店吗",
    "一路平安",
    "半路熄火了",
    "走了三条街没找到",
    "5楼没有电梯",
    "A座和B座都可以进",
    "3号口出来右转",
    "8号之前能交车吗",
    "9座商务车有吗",
    "第二季度销量增长15%",
    "库存还有300多件",
    "换了两块12V的小电瓶",
    "打八折还是九折",
    "百公里电耗13.5度",
    "1/3的用户选择租电",
    "参考编号0731-2026",
    "批次20261101A",
    "传感器返回值0xFF3A",
    "日志时间1700000000000",
    "内网地址192.168.1.100连不上",
    "端口8080被占用了",
    "坐标(31.2304,121.4737)",
    "长宽高1390, 1450, 150",
    "套餐138元含100度电",
    "流量包用了1380M",
    "积分13800",
    "尾号限行怎么查",
    "先满足138家经销商",
]


def clean() -> None:
    """Texts with nothing to find."""
    for text in CLEAN:
        put(text, "clean", "zh")


if __name__ == "__main__":
    collected()
    plain()
    clean()
    folder = Path(__file__).parent
    lines = (json.dumps(each, ensure_ascii=True) + "\n" for each in OUT)
    (folder / "own.jsonl").write_text("".join(lines), encoding="utf-8")
    persons = sorted({*PEOPLE_ZH, *PEOPLE_EN, *rows.PERSONS})
    named = [f"{name},person" for name in persons] + [f"{name},organization" for name in COMPANIES]
    (folder / "own_names.csv").write_text("\n".join(named) + "\n", encoding="utf-8")
