# ruff: noqa: E501
"""Numbers and names that belong to nobody, with check digits that fit: for labelled texts.

Births lie before 1910, mobile numbers in blocks that begin with 00, addresses in `example` domains.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

REGIONS = ("110101", "310104", "440305", "510107", "330106", "420111", "610113", "320508", "210102", "350203")
USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORG_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SURNAMES = (
    *"王李张刘陈杨黄赵周吴徐孙马朱胡郭林郑谢罗梁宋唐许韩冯邓曹彭曾",
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "慕容",
)
GIVEN = (*"伟芳娜敏静丽强磊军洋勇艳杰涛超秀霞平刚桂英玉海晓德忠梅玲辉鹏宇斌", "测试", "样例", "例如", "虚构")
FIRST = (
    "Avery",
    "Blake",
    "Casey",
    "Devon",
    "Emery",
    "Finley",
    "Harper",
    "Jules",
    "Kendall",
    "Logan",
    "Quinn",
)
LAST = ("Testwood", "Samplecroft", "Mockridge", "Exampleby", "Fakenham", "Specimen", "Dummett", "Placeham")
PLACES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
VIN_SIGNS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
VIN_VALUES = dict(
    zip(
        "ABCDEFGHJKLMNPRSTUVWXYZ",
        (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9),
        strict=True,
    )
)
VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def mobile(random: Random) -> str:
    return f"1{random.choice('3456789')}{random.randrange(10)}00{random.randrange(10**6):06}"


def resident_id(random: Random) -> str:
    born = date(1900, 1, 1) + timedelta(random.randrange(3600))
    body = f"{random.choice(REGIONS)}{born:%Y%m%d}{random.randrange(1000):03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


def organization_code(random: Random) -> str:
    body = "00" + "".join(random.choice("0123456789") for _ in range(6))
    rest = 11 - sum(ORG_SIGNS.index(c) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return body + ("0" if rest == 11 else "X" if rest == 10 else str(rest))


def uscc(random: Random) -> str:
    body = (
        random.choice(("91", "92", "93", "52"))
        + random.choice(REGIONS)[:4]
        + "00"
        + organization_code(random)
    )
    total = sum(USCC_SIGNS.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + USCC_SIGNS[(31 - total % 31) % 31]


def luhn(body: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


def bank_card(random: Random) -> str:
    length = random.choice((15, 18))
    return luhn("6200" + "".join(random.choice("0123456789") for _ in range(length - 4)))


def vin(random: Random) -> str:
    signs = [random.choice(VIN_SIGNS) for _ in range(17)]
    signs[0], signs[8] = "L", "0"
    total = sum(
        (VIN_VALUES[c] if c in VIN_VALUES else int(c)) * w for c, w in zip(signs, VIN_WEIGHTS, strict=True)
    )
    signs[8] = "0123456789X"[total % 11]
    return "".join(signs)


def plate(random: Random) -> str:
    body = "00" + "".join(random.choice("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") for _ in range(3))
    if random.random() < 0.3:
        body = random.choice("DF") + f"{random.randrange(10**5):05}"
    return random.choice(PLACES) + random.choice("ABCDEFGH") + body


def email(random: Random) -> str:
    return f"{latin(random)[0].lower()}.{latin(random)[1].lower()}@{random.choice(('example.com', 'example.org', 'mail.example.net'))}"


def chinese(random: Random) -> str:
    surname = random.choice(SURNAMES)
    given = random.choice(GIVEN)
    return surname + (given if len(given) > 1 else given + random.choice(GIVEN)[:1])


def latin(random: Random) -> tuple[str, str]:
    return random.choice(FIRST), random.choice(LAST)


def address(random: Random) -> str:
    place = random.choice(
        (
            "北京市海淀区",
            "上海市浦东新区",
            "广东省深圳市南山区",
            "四川省成都市武侯区",
            "浙江省杭州市西湖区",
            "江苏省苏州市姑苏区",
            "西安市雁塔区",
        )
    )
    road = random.choice(("样例路", "测试大道", "虚构街", "示范东路", "模拟巷"))
    number = f"{random.randrange(1, 999)}号"
    rest = random.choice(
        (
            "",
            f"{random.randrange(1, 30)}号楼{random.randrange(1, 6)}单元{random.randrange(101, 2800)}室",
            f"{random.choice('ABC')}座{random.randrange(1, 40)}层",
            f"{random.randrange(1, 20)}栋{random.randrange(101, 999)}",
        )
    )
    return place + road + number + rest


def street(random: Random) -> str:
    return f"{random.randrange(1, 999)} {random.choice(('Sample', 'Mock', 'Testfield', 'North Example'))} {random.choice(('Street', 'Road', 'Avenue', 'Lane', 'Blvd'))}"
