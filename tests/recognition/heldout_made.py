# ruff: noqa: E501
"""Write `heldout.jsonl`: labelled texts that were made before there was a recognizer, and are never tuned on.

A finding is written ⟦TYPE|as it stands⟧. `way` names the row of evasions that a text belongs to, `plain` texts have
none, `clean` ones nothing to find. Run it again and the same file comes out.
"""

from __future__ import annotations

import base64
import json
import quopri
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import made_values as made

R = Random(20261127)
ZH = "请回电{}谢谢|我的号码是{}麻烦尽快处理|客户留言：{}，请核实|刚才写错了，应该是{}哦|资料里写着{}这一串|{}是我填的|师傅让我报{}给你|备注{}已登记"
EN = "Reach me at {} please|customer wrote {} in the form|The details are {}, thanks|see {} in my last note|Use{}today|it says {} on the sheet|Please update my record to {}.|I typed {} twice"
NAMES = [made.chinese(R) for _ in range(40)]
PEOPLE = [" ".join(made.latin(R)) for _ in range(20)]
ORGANIZATIONS = [
    *(
        f"{p}{b}{k}"
        for p, b, k in zip(
            ("合肥", "深圳市", "青岛", "成都", "上海"),
            ("样测汽车租赁", "虚拟锂电池", "例行物流", "仿真新能源", "模拟重工"),
            ("有限公司", "有限责任公司", "股份有限公司", "有限公司", "集团有限公司"),
            strict=True,
        )
    ),
    "Mockridge Fleet Services Ltd",
    "Specimen Motors Inc.",
    "Placeholder Logistics GmbH",
    "Fakenham Energy plc",
]
OUT: list[dict[str, str]] = []


def put(text: str, way: str = "plain", lang: str = "zh") -> None:
    OUT.append({"id": f"h{len(OUT) + 1:04}", "way": way, "lang": lang, "text": text})


def mark(kind: str, text: str) -> str:
    return f"⟦{kind}|{text}⟧"


def carry(kind: str, spelled: str, way: str, both: bool = True) -> None:
    lang = R.choice(("zh", "en")) if both else "zh"
    put(R.choice((ZH if lang == "zh" else EN).split("|")).format(mark(kind, spelled)), way, lang)


def spread(text: str, between: Callable[[], str], groups: tuple[int, ...] = ()) -> str:
    if not groups:
        return "".join(c + between() for c in text[:-1]) + text[-1]
    parts, place = [], 0
    for size in groups:
        parts.append(text[place : place + size])
        place += size
    return "".join(p + (between() if i + 1 < len(parts) else "") for i, p in enumerate(parts))


def mapped(text: str, table: str | list[str]) -> str:
    return "".join(table[int(c)] if c.isdecimal() else c for c in text)


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def phone() -> str:
    return made.mobile(R)


# ---- plain ----
for _ in range(22):
    for template, lang in R.sample(
        [
            ("电话{}，随时可打", "zh"),
            ("打{}找我", "zh"),
            ("call me on {} after six", "en"),
            ("手机号:{}", "zh"),
            ("My number is {}.", "en"),
            ("联系{}（王）", "zh"),
        ],
        2,
    ):
        p = phone()
        spelled = R.choice(
            (
                p,
                f"{p[:3]} {p[3:7]} {p[7:]}",
                f"{p[:3]}-{p[3:7]}-{p[7:]}",
                f"+86 {p}",
                f"+86-{p[:3]}-{p[3:7]}-{p[7:]}",
            )
        )
        put(template.format(mark("PHONE", spelled)), lang=lang)
for area in ("021", "0755", "010", "0571", "028"):
    put(f"固定电话{mark('PHONE', f'{area}-555{R.randrange(10**5):05}')}转人工")
    put(
        f"办公室座机（{area}）".replace(f"（{area}）", mark("PHONE", f"（{area}）555{R.randrange(10**5):05}"))
        + "没人接"
    )
for en in (
    "+44 20 7946 0{:03}",
    "(212) 555-01{:02}",
    "+1 415-555-01{:02}",
    "+852 5550 0{:03}",
    "+49 30 5550 0{:03}",
    "0800 555 0{:03}",
):
    put(f"Our desk line is {mark('PHONE', en.format(R.randrange(10, 99)))} on weekdays.", lang="en")
for _ in range(26):
    i = made.resident_id(R)
    put(
        R.choice(
            (
                "身份证号{}，请审核",
                "证件{}有效期到明年",
                "实名认证填的{}不通过",
                "ID card {} was rejected",
                "本人身份证{}",
            )
        ).format(mark("CN_ID", R.choice((i, i.lower()))))
    )
for _ in range(22):
    put(
        R.choice(
            (
                "统一社会信用代码{}开票",
                "税号：{}",
                "公司代码是{}请核对",
                "Tax code {} for the invoice",
                "营业执照{}已上传",
            )
        ).format(mark("USCC", made.uscc(R)))
    )
for _ in range(26):
    c = made.bank_card(R)
    put(
        R.choice(
            (
                "请退到银行卡{}",
                "卡号{}被吞了",
                "refund to card {} please",
                "我用{}付的款",
                "account {} was charged twice",
            )
        ).format(mark("BANK_CARD", R.choice((c, " ".join(c[n : n + 4] for n in range(0, len(c), 4))))))
    )
for card in ("4111111111111111", "5555 5555 5555 4444", "378282246310005", "6011-1111-1111-1117"):
    put(f"I paid with {mark('BANK_CARD', card)} yesterday", lang="en")
for _ in range(24):
    put(
        R.choice(
            (
                "发到{}吧",
                "邮箱是{}，谢谢",
                "email {} bounced",
                "请抄送{}和主管",
                "write to {}.",
                "邮件{}收不到验证码",
            )
        ).format(mark("EMAIL", made.email(R)))
    )
for _ in range(24):
    p = made.plate(R)
    put(
        R.choice(
            ("车牌{}停在门口", "我的车{}无法启动", "{}这辆需要换电", "plate {} was towed", "派单给{}了")
        ).format(mark("PLATE", R.choice((p, p[:2] + "·" + p[2:], p[:2] + " " + p[2:]))))
    )
for _ in range(12):
    put(
        R.choice(("车架号{}查一下", "VIN {} needs recall", "发动机舱铭牌{}")).format(mark("VIN", made.vin(R)))
    )
for _ in range(44):
    put(
        R.choice(
            (
                "我找{}问过了",
                "已转给{}处理",
                "{}说下周到货",
                "和{}确认过时间",
                "请{}经理签字",
                "联系人{}不在",
                "昨天{}来取车",
            )
        ).format(mark("PERSON", R.choice(NAMES)))
    )
for _ in range(24):
    put(
        R.choice(
            (
                "I spoke with {} yesterday",
                "{} signed the order",
                "please ask {} about it",
                "forwarded to {}.",
                "meeting with {}, 3pm",
            )
        ).format(mark("PERSON", R.choice(PEOPLE))),
        lang="en",
    )
for _ in range(24):
    o = R.choice(ORGANIZATIONS)
    put(
        (
            R.choice(("我们是{}的", "发票抬头{}", "{}欠款已结清", "与{}签了框架合同"))
            if o[0] > "z"
            else R.choice(("We are from {}, hello", "the invoice goes to {}", "{} cancelled the order"))
        ).format(mark("ORGANIZATION", o)),
        lang="zh" if o[0] > "z" else "en",
    )
for _ in range(36):
    put(
        R.choice(("寄到{}，谢谢", "地址：{}", "车停在{}门口", "我住{}", "上门取件{}尽快")).format(
            mark("ADDRESS", made.address(R))
        )
    )
for _ in range(12):
    put(
        R.choice(("Please ship it to {} today", "I live at {}, flat inside", "The depot is {}.")).format(
            mark("ADDRESS", made.street(R))
        ),
        lang="en",
    )
for text, lang in (
    ("我的微信⟦WECHAT|wxid_abc00071⟧加我", "zh"),
    ("微信号：⟦WECHAT|lisi_moni88⟧", "zh"),
    ("加微信 ⟦WECHAT|sample-zhang01⟧ 详聊", "zh"),
    ("QQ⟦QQ|100200300⟧在线", "zh"),
    ("我QQ号是⟦QQ|55500077⟧", "zh"),
    ("WeChat ID: ⟦WECHAT|mock_blake01⟧", "en"),
    ("telegram ⟦HANDLE|@specimen_quinn⟧ anytime", "en"),
    ("IBAN ⟦IBAN|GB33BUKB20201555555555⟧ for the refund", "en"),
    ("账户⟦IBAN|DE75 5121 0800 1245 1261 99⟧收款", "zh"),
    ("my SSN is ⟦US_SSN|987-65-4321⟧", "en"),
    ("social security number ⟦US_SSN|078-05-1120⟧ on file", "en"),
    ("护照⟦PASSPORT|E00000017⟧到期", "zh"),
    ("passport no. ⟦PASSPORT|G00000234⟧ scanned", "en"),
    ("香港身份证⟦HK_ID|A123456(3)⟧", "zh"),
    ("HKID ⟦HK_ID|Z683365(5)⟧ attached", "en"),
    ("港澳通行证⟦PERMIT|H00000123⟧已录入", "zh"),
    ("台胞证⟦PERMIT|00000123⟧号", "zh"),
    ("生日⟦DATE_OF_BIRTH|1900年2月3日⟧", "zh"),
    ("出生日期：⟦DATE_OF_BIRTH|1901-05-06⟧", "zh"),
    ("date of birth ⟦DATE_OF_BIRTH|03/04/1902⟧", "en"),
    ("our key sk-⟦X|⟧".replace("sk-⟦X|⟧", "⟦SECRET|sk-test0000AbCdEfGhIjKlMnOpQrStUv⟧") + " leaked", "en"),
    ("AWS ⟦SECRET|AKIAIOSFODNN7EXAMPLE⟧ in the log", "en"),
    ("token是⟦SECRET|ghp_000011112222333344445555666677778888⟧", "zh"),
    ("password: ⟦SECRET|Sample#Pass77⟧ please reset", "en"),
):
    put(text, lang=lang)

# ---- evasions: each way, other values, other carriers ----
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\ufe0f\u2063"
ZHD, ZHF = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
for _ in range(12):
    R.choice(
        [
            lambda: carry("PHONE", wide(phone()), "TXT-01"),
            lambda: carry("CN_ID", wide(made.resident_id(R)), "TXT-01"),
            lambda: carry("EMAIL", wide(made.email(R)), "TXT-01"),
            lambda: carry("USCC", wide(made.uscc(R)), "TXT-01"),
        ]
    )()
for n in range(14):
    value, kind = (
        (phone(), "PHONE"),
        (made.resident_id(R), "CN_ID"),
        (made.email(R), "EMAIL"),
        (R.choice(NAMES), "PERSON"),
    )[n % 4]
    places = set(R.sample(range(1, len(value)), min(3, len(value) - 1)))
    carry(
        kind, "".join((R.choice(INVISIBLE) if i in places else "") + c for i, c in enumerate(value)), "TXT-02"
    )
SPOKEN = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
for n in range(14):
    p = phone()
    if n < 4:
        carry("PHONE", mapped(p, ZHD), "TXT-03")
    elif n < 6:
        carry("PHONE", mapped(p, ZHF), "TXT-03")
    elif n < 8:
        carry("PHONE", mapped(p, "〇幺二三四五六拐八勾" if n == 6 else "洞幺两三四五六拐八勾"), "TXT-03")
    elif n < 10:
        carry("CN_ID", mapped(made.resident_id(R), ZHD).replace("X", "叉"), "TXT-03")
    else:
        words = [SPOKEN[int(c)] for c in p]
        spoken = " ".join(words) if n != 11 else ", ".join(words)
        spoken = spoken.replace("zero zero", "double zero", 1) if n > 11 else spoken.replace("zero", "oh")
        put(f"dial {mark('PHONE', spoken)} and ask", "TXT-03", "en")
for _ in range(12):
    carry(
        "PHONE",
        "".join(R.choice((c, c, ZHD[int(c)], ZHF[int(c)], "〇" if c == "0" else c)) for c in phone()),
        "TXT-04",
    )
for n in range(14):
    p, blank = phone(), R.choice((" ", "\u3000", "\u00a0", "\u2009", "\t", "  ", "\u202f"))
    if n < 8:
        carry(
            "PHONE",
            spread(p, lambda b=blank: b, R.choice(((), (3, 4, 4), (3, 3, 5), (4, 4, 3), (2, 3, 3, 3)))),
            "TXT-05",
        )
    elif n < 11:
        carry(
            "CN_ID",
            spread(
                made.resident_id(R),
                lambda b=blank: b,
                R.choice(((6, 8, 4), (4, 4, 4, 4, 2), (3, 3, 4, 4, 4))),
            ),
            "TXT-05",
        )
    else:
        carry(
            "BANK_CARD",
            spread(made.luhn("620000" + f"{R.randrange(10**9):09}"), lambda b=blank: b, (4, 4, 4, 4)),
            "TXT-05",
        )
for sign in "-.–—_*·/，~+|":
    carry("PHONE", spread(phone(), lambda s=sign: s, R.choice(((3, 4, 4), (4, 3, 4), (3, 3, 5)))), "TXT-06")
for letter in "xab":
    carry("PHONE", spread(phone(), lambda s=letter: s), "TXT-06", both=False)
for opening, closing in ("()", "（）", "[]", "【】", "{}", "《》", "“”", "「」", "<>", "〔〕"):
    p = phone()
    carry(
        "PHONE",
        R.choice((f"{opening}{p[:3]}{closing}{p[3:]}", f"{p[:3]}{opening}{p[3:7]}{closing}{p[7:]}")),
        "TXT-07",
    )
for remark in ("（别漏）", "(ask first)", "【记得加前缀】"):
    p = phone()
    carry("PHONE", p[:3] + remark + p[3:], "TXT-07")
for n in range(14):
    local, domain = (
        f"{R.choice(made.FIRST)}.{R.choice(made.LAST)}".lower(),
        R.choice(("example.com", "example.org")),
    )
    left, name = local.split("."), domain.split(".")
    carry(
        "EMAIL",
        [
            f"{left[0]} dot {left[1]} at {name[0]} dot {name[1]}",
            f"{local}(at){domain}",
            f"{local} [at] {name[0]}[dot]{name[1]}",
            f"{left[0]}点{left[1]}艾特{name[0]}点{name[1]}",
            f"{local} AT {name[0]} DOT {name[1]}",
            f"{local}@@{domain}",
            f"{local}#{domain}（#改成@）",
            f"{local} 圈a {name[0]}。{name[1]}",
            f"{local}＠{name[0]}．{name[1]}",
            f"{local}{{at}}{name[0]}{{dot}}{name[1]}",
            f"{local} (a) {domain}",
            f"{local}@{name[0]}..{name[1]}",
            f"{local}艾特{domain}",
            f"{domain}@{local}"[::-1]
            if False
            else f"{(local + '@' + domain)[::-1]} (reverse)".removesuffix(" (reverse)"),
        ][n],
        "TXT-08",
    ) if n < 13 else put(f"my mail {mark('EMAIL', (local + '@' + domain)[::-1])} (reverse)", "TXT-08", "en")
CYRILLIC = str.maketrans("aeopcxy", "аеорсху")
for n in range(12):
    if n < 5:
        carry("EMAIL", made.email(R).translate(CYRILLIC), "TXT-09")
    elif n < 10:
        p = phone()
        carry(
            "PHONE",
            "".join(R.choice("OoО") if c == "0" else R.choice("lI|1") if c == "1" else c for c in p),
            "TXT-09",
            both=False,
        )
    else:
        i = made.resident_id(R)
        while not i.endswith("X"):
            i = made.resident_id(R)
        carry("CN_ID", i[:-1] + "ХΧ"[n - 10], "TXT-09")
for n in range(11):
    p = phone()
    if n < 3:
        put(f"号码\u202e{mark('PHONE', p[::-1])}\u202c，请记下", "TXT-10")
    elif n < 6:
        carry("PHONE", f"{p[:3]}\u200f{p[3:7]}\u200e{p[7:]}", "TXT-10")
    elif n < 8:
        carry("PHONE", f"{p[:3]}\u2069\u2066{p[3:7]}\u2069\u2066{p[7:]}", "TXT-10")
    else:
        put(
            R.choice(("电话{}（倒着读）", "倒着读：{}", "read backwards: {}")).format(mark("PHONE", p[::-1])),
            "TXT-10",
        )
for n in range(12):
    p, e = phone(), made.email(R)
    name = R.choice(NAMES)
    kind, spelled = [
        ("PHONE", f"{p[:6]}\n{p[6:]}"),
        ("PHONE", f"{p[:3]}\r\n> {p[3:7]}\r\n> {p[7:]}"),
        ("PHONE", f"{p[:7]}=\n{p[7:]}"),
        ("EMAIL", e.replace(".", "-\n.", 1) if False else e[:4] + "-\n" + e[4:]),
        ("PHONE", f"{p[:7]}<br>{p[7:]}"),
        ("PHONE", f"{p[:7]}<br/>\n{p[7:]}"),
        ("PERSON", name[:1] + "\n" + name[1:]),
        ("CN_ID", (i := made.resident_id(R))[:10] + "\n" + i[10:]),
        ("PHONE", f"{p[:4]}\n{p[4:]}"),
        ("PHONE", f"{p[:3]}</td><td>{p[3:]}"),
        ("PHONE", f"{p[:7]}\r\n{p[7:]}"),
        ("PHONE", f"{p[:3]}\n> > {p[3:]}"),
    ][n]
    carry(kind, spelled, "TXT-11")
for n in range(12):
    p, e = phone(), made.email(R)
    kind, spelled = [
        ("PHONE", "".join(f"&#{ord(c)};" for c in p)),
        ("PHONE", "".join(f"&#x{ord(c):x};" for c in p[:4]) + p[4:]),
        ("PHONE", f"{p[:3]}<i>{p[3:7]}</i>{p[7:]}"),
        ("PHONE", f"{p[:5]}<!-- nothing -->{p[5:]}"),
        ("PHONE", f'{p[:3]}<span style="display: none">77</span>{p[3:]}'),
        ("EMAIL", e.replace("@", "&commat;").replace(".", "&period;")),
        ("PHONE", "".join(f"&amp;#{ord(c)};" for c in p)),
        ("PHONE", f"{p[:3]}&nbsp;{p[3:7]}&nbsp;{p[7:]}"),
        ("EMAIL", e.replace("@", "&#64;")),
        ("PHONE", f"{p[:3]}<wbr>{p[3:]}"),
        ("CN_ID", "".join(f"&#{ord(c)};" for c in made.resident_id(R))),
        ("EMAIL", e.replace("@", "<b>@</b>")),
    ][n]
    carry(kind, spelled, "TXT-12")
for n in range(12):
    p, e, name = phone(), made.email(R), R.choice(NAMES)
    percent = "".join(f"%{ord(c):02X}" for c in p)
    kind, spelled = [
        ("PHONE", percent),
        ("PHONE", percent.replace("%", "%25")),
        ("EMAIL", e.replace("@", "%40")),
        ("PERSON", urllib.parse.quote(name)),
        ("PHONE", "".join(f"={ord(c):02X}" for c in p)),
        ("PHONE", p[:3] + "%20" + p[3:7] + "%20" + p[7:]),
        ("PERSON", quopri.encodestring(name.encode()).decode()),
        ("PHONE", p[:3] + "%2D" + p[3:]),
        ("EMAIL", "".join(f"%{ord(c):02x}" for c in e)),
        ("PHONE", "".join(f"\\u{ord(c):04x}" for c in p)),
        ("CN_ID", "".join(f"%{ord(c):02X}" for c in made.resident_id(R))),
        ("PERSON", "".join(f"\\u{ord(c):04x}" for c in name)),
    ][n]
    carry(kind, spelled, "TXT-13")
for n in range(12):
    p, e = phone(), made.email(R)
    b = base64.b64encode
    jwt = ".".join(
        b(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "none"}, {"phone": p})
    )
    kind, spelled = [
        ("PHONE", b(p.encode()).decode()),
        ("PHONE", b(b(p.encode())).decode()),
        ("PHONE", b(p.encode()).decode().rstrip("=")),
        ("PHONE", p.encode().hex()),
        ("EMAIL", b(e.encode()).decode()),
        ("EMAIL", e.encode().hex()),
        ("PHONE", "".join(f"\\x{ord(c):02x}" for c in p)),
        ("PHONE", "data:text/plain;base64," + b(p.encode()).decode()),
        ("SECRET", jwt + ".c2ln"),
        ("CN_ID", b(made.resident_id(R).encode()).decode()),
        ("EMAIL", base64.urlsafe_b64encode(f"mail {e}?".encode()).decode().rstrip("=")),
        ("PHONE", p.encode().hex().upper()),
    ][n]
    if n == 7:
        spelled = spelled.removeprefix("data:text/plain;base64,")
        put(f"see data:text/plain;base64,{mark(kind, spelled)} there", "TXT-14", "en")
    else:
        put(R.choice(("附上 {} 请查", "value {} here")).format(mark(kind, spelled)), "TXT-14")
CIRCLED = [
    "⓪①②③④⑤⑥⑦⑧⑨",
    ["🄋", *"➀➁➂➃➄➅➆➇➈"],
    ["⓿", *"❶❷❸❹❺❻❼❽❾"],
    "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
    "⁰¹²³⁴⁵⁶⁷⁸⁹",
    ["0", *"⑴⑵⑶⑷⑸⑹⑺⑻⑼"],
    [f"{d}\ufe0f\u20e3" for d in range(10)],
    "₀₁₂₃₄₅₆₇₈₉",
    "𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡",
    ["0", *"⒈⒉⒊⒋⒌⒍⒎⒏⒐"],
    ["0", *"㊀㊁㊂㊃㊄㊅㊆㊇㊈"],
    [f"{d}\u20e3" for d in range(10)],
]
for table in CIRCLED:
    carry("PHONE", mapped(phone(), list(table)), "TXT-15")
for start in (0x660, 0x6F0, 0x966, 0xE50, 0x9E6, 0xA66, 0xBE6, 0xED0, 0x1040):
    carry("PHONE", mapped(phone(), [chr(start + d) for d in range(10)]), "TXT-16")
carry("PHONE", mapped(phone(), "〇〡〢〣〤〥〦〧〨〩"), "TXT-16")
carry(
    "PHONE",
    "-".join(["0", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][int(c)] for c in phone()),
    "TXT-16",
)
carry("CN_ID", mapped(made.resident_id(R), [chr(0x966 + d) for d in range(10)]), "TXT-16")
for template in (
    "前半段是{a}，后面{b}",
    "手机号前七位{a}，后四位{b}",
    "尾号{b}，前面{c}，中间{d}",
    "开头{c}中间{d}结尾{b}",
    "first part {a} then {b}",
    "my phone starts with {a} and ends with {b}",
    "前三位{c} 后八位{e}",
    "电话分两段发：{a} 和 {b}",
    "后半段：{b}，前半段：{a}",
    "the last four digits are {b}, the first seven {a}",
):
    p = phone()
    put(
        template.format(
            a=mark("PHONE", p[:7]),
            b=mark("PHONE", p[7:]),
            c=mark("PHONE", p[:3]),
            d=mark("PHONE", p[3:7]),
            e=mark("PHONE", p[3:]),
        ),
        "TXT-17",
        "en" if template[0] < "z" else "zh",
    )
for template in (
    "https://shop.example.com/p/{}/edit",
    "http://m.example.org?mobile={}&from=app",
    "wa.me/86{}",
    "tel:{}",
    "sms:{}?body=hi",
    "联系人_{}_2026.pdf",
    "backup-{}-final.zip",
    "git branch fix/{}-login",
    "https://example.com/#{}",
    "[点这里](https://example.com/u/{})",
):
    for kind, value in (("PHONE", phone()),):
        spelled = mark(kind, "86" + value) if "86{}" in template else mark(kind, value)
        put(R.choice(("", "看 ", "open ")) + template.replace("86{}", "{}").format(spelled), "TXT-18")
put("护照扫描_⟦CN_ID|" + made.resident_id(R) + "⟧_反面.png", "TXT-18")
put("mailto:" + mark("EMAIL", made.email(R)) + "?subject=x", "TXT-18", "en")
for n, template in enumerate(
    (
        '{{"mobile":"{}"}}',
        '{{\\"tel\\":\\"{}\\"}}',
        "user:\n  phone: {}\n  vip: true",
        "<tel><![CDATA[{}]]></tel>",
        "2026-11-27 10:00:01 INFO phone={}, ok=1",
        "ValueError: invalid literal '{}'",
        "INSERT INTO t VALUES (7,'{}','x')",
        "| 姓名 | {} |",
        '{{"cells":["{}",3]}}',
        "phone: '{}'  # old",
        "[client]\nmobile={}",
    )
):
    p = phone()
    if n == 8:
        p = p[:3] + "\\u0020" + p[3:]
    put(template.format(mark("PHONE", p)), "TXT-19", "en")
for template in (
    "![电话 {}](a.png)",
    '<img src="x.png" alt="ring {}">',
    '<a aria-label="拨打{}">x</a>',
    "<figcaption>样机旁 {}</figcaption>",
    "EXIF UserComment: {}",
    "PDF Title: 报价 {}",
    '<img title="{}" src=x>',
    '"caption": "{}"',
    "QR: {}",
    "OCR: {}",
    '<input placeholder="{}">',
):
    put(template.format(mark("PHONE", phone())), "TXT-20", "en")
for n in range(6):
    name, p, e = R.choice(NAMES), phone(), made.email(R)
    put(
        [
            f"-- \n{mark('PERSON', name)} / 服务顾问\nM {mark('PHONE', p)}",
            f'From: "{mark("PERSON", name)}" <{mark("EMAIL", e)}>',
            f"From: {mark('PERSON', '=?UTF-8?B?' + base64.b64encode(name.encode()).decode() + '?=')} <{mark('EMAIL', e)}>",
            f"TEL;TYPE=CELL:{mark('PHONE', '+86-' + p[:3] + '-' + p[3:7] + chr(10) + ' -' + p[7:])}\nEND:VCARD",
            f"N;ENCODING=QUOTED-PRINTABLE:{mark('PERSON', quopri.encodestring(name.encode()).decode())};",
            f"ATTENDEE;CN={mark('PERSON', name)}:mailto:{mark('EMAIL', e)}",
        ][n],
        "TXT-21",
    )
for n in range(6):
    name, p, e = R.choice(PEOPLE), phone(), made.email(R)
    put(
        [
            f"Best regards,\n{mark('PERSON', name)}\nFleet Lead | {mark('PHONE', '+86 ' + p)}",
            f"> > > {mark('PERSON', name)} wrote:\n> > > mail {mark('EMAIL', e)}",
            f"MECARD:N:{mark('PERSON', name)};TEL:{mark('PHONE', p)};;",
            f"Cc: {mark('PERSON', name)} <{mark('EMAIL', e)}>",
            f'ORGANIZER;CN="{mark("PERSON", name)}":mailto:{mark("EMAIL", e)}',
            f"FN:{mark('PERSON', name)}\nEMAIL:{mark('EMAIL', e)}",
        ][n],
        "TXT-21",
        "en",
    )
for template in ("+86 {}", "0086{}", "(+86){}", "86 {}", "＋８６ {}", "+86-{}"):
    carry("PHONE", template.format(phone()), "TXT-22")
for spelled in (
    "021-5550{:04}转60",
    "0571 5550 {:04} ext 7",
    "400-555-{:04}",
    "+44 (0)161 496 0{:03}",
    "(312) 555-01{:02} x12",
    "+852 5550 {:04}",
    "+81 3-5550-{:04}",
    "800-820-{:04}",
):
    carry("PHONE", spelled.format(R.randrange(10, 99)), "TXT-22")
carry("PHONE", "加八六" + mapped(phone(), ZHD), "TXT-22", both=False)
for n in range(12):
    i = made.resident_id(R)
    while n in (1, 2, 3) and not i.endswith("X"):
        i = made.resident_id(R)
    fifteen = i[:6] + i[8:17]
    body = [
        mark("CN_ID", fifteen),
        mark("CN_ID", i[:-1] + "×"),
        mark("CN_ID", i[:-1] + "ｘ"),
        mark("CN_ID", i[:-1] + "（X）"),
        mark("CN_ID", f"{i[:6]} {i[6:14]} {i[14:]}"),
        mark("CN_ID", i[:6] + "********" + i[14:]),
        mark("CN_ID", i[:-1] + ("1" if i[-1] != "1" else "2")),
        mark("CN_ID", i[:6] + "-" + i[6:14] + "-" + i[14:]),
        mark("CN_ID", i.lower()),
        mark("CN_ID", i[:3] + "***********" + i[14:]),
        mark("HK_ID", "C123456(9)"),
        mark("PASSPORT", "EA0000017"),
    ][n]
    put(
        ("身份证" if n < 10 else "香港身份证" if n == 10 else "护照号")
        + R.choice(("：", "号码", "是"))
        + body
        + "，请核对",
        "TXT-23",
    )
for n in range(12):
    u = made.uscc(R)
    while n in (3, 5) and "1" not in u[2:]:
        u = made.uscc(R)
    spelled = [
        u.lower(),
        u.replace("0", "O"),
        " ".join(u[k : k + 4] for k in range(0, 18, 4)),
        u.replace("1", "l"),
        wide(u),
        u.replace("1", "I").replace("0", "O"),
        f"{u[:8]}-{u[8:17]}-{u[17]}"[:-2] + "-" + u[17],
        u.replace("0", "o"),
        f"{u[:2]} {u[2:8]} {u[8:]}",
        u[:9] + "." + u[9:],
        "".join(c + "\u200b" for c in u[:17]) + u[17],
        u[:6] + "_" + u[6:],
    ][n]
    put(
        R.choice(("信用代码{}开票", "Company code {} please", "税务登记{}")).format(mark("USCC", spelled)),
        "TXT-24",
    )
for n in range(14):
    p = made.plate(R)
    body = p[2:]
    spelled = [
        f"{p[:2]}·{body}",
        f"{p[:2]}•{body}",
        f"{p[0]} {p[1]} {body[:3]} {body[3:]}",
        p.lower(),
        f"{p[:2]}-{body}",
        wide(p),
        f"{p[:2]}．{body}",
        f"{p[0]}牌{p[1:]}",
        f"{p[:2]}" + mapped("00000", ZHD),
        "粤Z0017澳",
        "京A0017警",
        f"{p[:2]}—{body}",
        None,
        None,
    ][n]
    if spelled is None:
        v = made.vin(R)
        put(
            f"VIN {mark('VIN', v.replace('0', 'O') if n == 12 else f'{v[:3]} {v[3:9]} {v[9:]}')} 查召回",
            "TXT-25",
        )
    else:
        carry("PLATE", spelled, "TXT-25")
for text, lang in (
    ("V信:⟦WECHAT|moni_tester⟧", "zh"),
    ("薇信 ⟦WECHAT|yangli-2026⟧ 加一下", "zh"),
    ("vx⟦WECHAT|fake_wang01⟧", "zh"),
    ("威信号⟦WECHAT|demo_user77⟧", "zh"),
    ("加V：⟦WECHAT|sample_li⟧", "zh"),
    ("扣扣号⟦QQ|一零零二零零三⟧", "zh"),
    ("企鹅号⟦QQ|10002000⟧", "zh"),
    ("抖音号：⟦HANDLE|moni.test01⟧", "zh"),
    ("Telegram: ⟦HANDLE|@mock_avery⟧", "en"),
    ("my wechat is ⟦WECHAT|specimen_b⟧", "en"),
    ("wx号 ⟦WECHAT|testdriver_9⟧", "zh"),
    ("微信 ⟦WECHAT|m o n i 下划线 t e s t⟧", "zh"),
    ("小红书号⟦HANDLE|moni_red77⟧", "zh"),
    ("Skype: ⟦HANDLE|live:mock.quinn⟧", "en"),
):
    put(text, "TXT-26", lang)
two = [n for n in NAMES if len(n) >= 3]
for n in range(7):
    name = R.choice(two)
    carry(
        "PERSON",
        [
            name[:1] + " " + name[1:],
            name[:1] + "·" + name[1:],
            name[:1] + "\u3000" + name[1:],
            name[:1] + "-" + name[1:],
            "".join(c + " " for c in name).strip(),
            name[:1] + "•" + name[1:],
            name[:1] + "." + name[1:],
        ][n],
        "TXT-27",
        both=False,
    )
for n in range(7):
    first, last = R.choice(PEOPLE).split(" ")
    put(
        R.choice(("ask {} today", "approved by {}.", "cc {} too")).format(
            mark(
                "PERSON",
                [
                    f"{last}, {first}",
                    f"{last.upper()}, {first}",
                    f"{first}-{last}",
                    f"{first} {last.upper()}",
                    f"{last} {first}",
                    f"{first.upper()} {last.upper()}",
                    f"{first}  {last}",
                ][n],
            )
        ),
        "TXT-27",
        "en",
    )
from pypinyin import Style, pinyin  # noqa: E402

OPENED = [n for n in NAMES if any(c in "刘陈杨黄赵吴孙马张郑谢罗许韩冯邓欧阳诸葛慕" for c in n)]
TRADITIONAL = str.maketrans(
    "刘陈杨黄赵吴孙马张郑谢罗许韩冯邓欧阳诸强伟丽静军杰涛刚桂华鹏测试样辉",
    "劉陳楊黃趙吳孫馬張鄭謝羅許韓馮鄧歐陽諸強偉麗靜軍傑濤剛桂華鵬測試樣輝",
)
for n in range(12):
    name = R.choice(OPENED)
    syllables = [s[0] for s in pinyin(name, style=Style.TONE3, neutral_tone_with_five=True)]
    plainly = [s.rstrip("12345") for s in syllables]
    if n < 5:
        carry("PERSON", name.translate(TRADITIONAL), "TXT-28", both=False)
    elif n < 7:
        put(f"please ask {mark('PERSON', ' '.join(syllables))} about it", "TXT-28", "en")
    elif n < 9:
        given = "".join(plainly[1:]) if len(name) < 4 else "".join(plainly[2:])
        surname = plainly[0] if len(name) < 4 else "".join(plainly[:2])
        put(
            f"I met {mark('PERSON', f'{given.title()} {surname.title()}' if n == 7 else f'{surname.title()} {given.title()}')} there",
            "TXT-28",
            "en",
        )
    elif n == 9:
        put(f"手機{mark('PHONE', mapped(phone(), '零壹貳參肆伍陸柒捌玖'))}請回電", "TXT-28")
    elif n == 10:
        put(f"身份證 {mark('CN_ID', spread(made.resident_id(R), lambda: ' ', (6, 4, 4, 4)))} 已補", "TXT-28")
    else:
        put(f"手机{mark('PHONE', mapped(phone(), '〇⼀⼆三四五六七⼋九'))}回电", "TXT-28")

# ---- clean ----
CLEAN_ZH = [
    "昨天换完电池以后续航还是只有二百公里",
    "请问发票什么时候能开出来",
    "订单20261123000417已经发货了吗",
    "我要投诉你们的充电桩，一直显示故障",
    "预约了下周三上午九点的保养",
    "会员积分怎么少了1200分",
    "这款电池容量是75.5kWh还是82kWh",
    "能不能改到本月30号之前交车",
    "退款三到五个工作日到账吗",
    "软件升级到v3.2.1之后导航打不开",
    "座椅加热坏了，型号是ZX-4400B",
    "费用一共是13800元，分三期付",
    "门店营业时间是9:00-21:00吗",
    "工单编号WO-2026-001734麻烦跟进",
    "零件号A0009820108有货吗",
    "胎压2.4正常吗",
    "我们车队有36辆车需要换电",
    "请把合同第12条第3款再解释一下",
    "三包期内能免费换吗",
    "优惠券码SPRING2026用不了",
    "测试一下设备是否在线",
    "点一下艾特所有人没反应",
    "小程序v2.1闪退",
    "微信支付失败怎么办",
    "京A座三楼的前台没人",
    "沪B股最近跌了",
    "川A级车有现车吗",
    "一三五工作日我有空",
    "二〇二六年的年检新规",
    "总价三万八千元含税",
    "第138（0013）号文件什么意思",
    "这周温度零下5到10度",
    "GB/T 35273-2020标准是什么",
    "展会时间2020-2021年度",
    "请发一份2026年11月23日的报价",
    "续航从520公里掉到470公里",
    "IP 10.0.13.8连不上",
    "固件ISO-13849-1认证了吗",
    "满100减20的活动还在吗",
    "保险到期2027-03-01续保多少钱",
    "我想咨询企业客户折扣",
    "系统提示错误码0x80070005",
    "电话打不通，没人接",
    "邮箱收不到验证码怎么办",
    "身份证照片上传不了",
    "银行卡绑定失败",
    "微信怎么绑定",
    "地址可以改吗",
    "车牌什么时候下来",
    "快递还没到",
]
CLEAN_EN = [
    "My charger stopped after 45 minutes, what now?",
    "Order 20261123000417 has not shipped",
    "When will version 2.14.3 be released?",
    "The range dropped from 520 km to 470 km",
    "I need an invoice for 1,380.00 EUR",
    "Can I move my booking to 30 November 2026?",
    "Error 0x80070005 when updating",
    "Part number A000-982-0108 is out of stock",
    "Why was I charged twice for the same thing?",
    "look at example dot product lines",
    "one in three drivers agrees",
    "How do I change my password?",
    "The meeting runs 9:00-10:30 on 2026-11-23",
    "Build 1.3.8.0 crashes at start",
    "We need 400-500 kg capacity",
    "see pages 138-142 and table 13",
    "the results [138][13] are cited",
    "commit 4f1c2b7d9e8a6b5c4d3e2f1a0b9c8d7e6f5a4b3c broke it",
    "epoch 1700000000000 in the log",
    "scores 1 3 5 7 9 11 13 15 17",
    "@Override public void run()",
    "GPS 31.2304, 121.4737 is the depot",
    "Mark III model, year 2026",
    "It costs 13800 and takes 3-5 days",
    "ISO 9001:2015 certified supplier",
    "discount is 12.5% until March",
    "seat 12A, gate B07",
    "battery pack 75.5 kWh, 400 V, 150 A",
    "ticket #48213 is still open",
    "Section 4.1.2 of the contract",
    "call us when it is ready",
    "my email does not work",
    "the phone is broken",
    "I lost my card yesterday",
    "what is the exchange rate today",
    "top-up of 100 failed",
    "bring your passport to the counter",
    "address changes take two days",
    "ask your account manager",
    "QA passed 1234 of 1240 tests",
]
for text in CLEAN_ZH:
    put(text, "clean")
for text in CLEAN_EN:
    put(text, "clean", "en")


def lines() -> Iterator[str]:
    for each in OUT:
        yield json.dumps(each, ensure_ascii=True) + "\n"


if __name__ == "__main__":
    folder = Path(__file__).parent
    (folder / "heldout.jsonl").write_text("".join(lines()), encoding="utf-8")
    names = sorted({f"{name},person" for name in (*NAMES, *PEOPLE)}) + [
        f"{name},organization" for name in ORGANIZATIONS
    ]
    (folder / "heldout_names.csv").write_text("\n".join(names) + "\n", encoding="utf-8")
