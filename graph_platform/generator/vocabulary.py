"""The words that invented companies, people and places are put together from. Chinese beside its romanization,
so that both languages and both scripts speak of the same thing."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A city: Chinese and English name, province (full and short, and its plate), district's area code, phone area."""

    zh: str
    en: str
    province: str
    plate: str
    area: str
    dial: str
    district: str


PLACES = (
    Place("上海", "Shanghai", "上海市", "沪", "310115", "021", "浦东新区"),
    Place("北京", "Beijing", "北京市", "京", "110108", "010", "海淀区"),
    Place("深圳", "Shenzhen", "广东省", "粤", "440305", "0755", "南山区"),
    Place("广州", "Guangzhou", "广东省", "粤", "440106", "020", "天河区"),
    Place("杭州", "Hangzhou", "浙江省", "浙", "330108", "0571", "滨江区"),
    Place("苏州", "Suzhou", "江苏省", "苏", "320505", "0512", "虎丘区"),
    Place("南京", "Nanjing", "江苏省", "苏", "320115", "025", "江宁区"),
    Place("武汉", "Wuhan", "湖北省", "鄂", "420106", "027", "武昌区"),
    Place("成都", "Chengdu", "四川省", "川", "510107", "028", "武侯区"),
    Place("重庆", "Chongqing", "重庆市", "渝", "500112", "023", "渝北区"),
    Place("西安", "Xi'an", "陕西省", "陕", "610113", "029", "雁塔区"),
    Place("合肥", "Hefei", "安徽省", "皖", "340104", "0551", "蜀山区"),
    Place("长沙", "Changsha", "湖南省", "湘", "430104", "0731", "岳麓区"),
    Place("青岛", "Qingdao", "山东省", "鲁", "370212", "0532", "崂山区"),
)

GB_PLACES = (
    "Leeds",
    "Bristol",
    "Sheffield",
    "Norwich",
    "Reading",
    "Coventry",
    "Derby",
    "Swansea",
    "Dundee",
    "Exeter",
)

STREETS_ZH = (
    "科技路",
    "创新大道",
    "人民东路",
    "建设北路",
    "星湖街",
    "长江路",
    "丰收巷",
    "望江路",
    "金桥路",
    "汇智街",
)
STREETS_EN = (
    "Station Road",
    "Mill Lane",
    "Foundry Street",
    "Canal Wharf",
    "Park Row",
    "Kiln Way",
    "Albion Street",
)

MARKS = (
    ("瑞驰", "Ruichi"), ("恒通", "Hengtong"), ("华骏", "Huajun"), ("远景达", "Yuanjingda"), ("金鼎", "Jinding"),
    ("凯越", "Kaiyue"), ("新途", "Xintu"), ("宏图", "Hongtu"), ("智行", "Zhixing"), ("安捷", "Anjie"),
    ("博远", "Boyuan"), ("众联", "Zhonglian"), ("鑫源", "Xinyuan"), ("天禾", "Tianhe"), ("锦程", "Jincheng"),
    ("国泰安", "Guotai'an"), ("东方骏", "Dongfangjun"), ("蓝海", "Lanhai"), ("顺达", "Shunda"), ("飞跃", "Feiyue"),
    ("盛和", "Shenghe"), ("永信", "Yongxin"), ("中驰", "Zhongchi"), ("嘉诚", "Jiacheng"), ("卓越行", "Zhuoyuexing"),
    ("广源", "Guangyuan"), ("龙腾", "Longteng"), ("祥云", "Xiangyun"), ("德润", "Derun"), ("启明", "Qiming"),
)  # fmt: skip
"""The distinguishing part of a Chinese company's name."""

PREFIXES_EN = (
    "Northgate", "Kestrel", "Harbour", "Ashford", "Brightwell", "Calder", "Dunmore", "Elmfield", "Fairway",
    "Granite", "Hollins", "Ironbridge", "Juniper", "Kingsmead", "Larkfield", "Moorside", "Oakhurst", "Penrose",
    "Quarry", "Redcliffe", "Silverton", "Thornbury", "Underhill", "Vantage", "Westbrook", "Yarrow", "Eastlink",
    "Blackwater", "Cotswold", "Stonebridge",
)  # fmt: skip

TRADES: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "dealer": (
        ("汽车销售服务", "Auto Sales & Service", "Motors", "汽车零售"),
        ("新能源汽车", "New Energy Vehicles", "Motor Group", "汽车零售"),
        ("汽车贸易", "Automobile Trading", "Car Centre", "汽车零售"),
    ),
    "fleet": (
        ("出行科技", "Mobility Technology", "Cabs", "网约车运营"),
        ("网约车服务", "Ride-hailing Service", "Mobility", "网约车运营"),
        ("汽车租赁", "Car Rental", "Fleet Services", "汽车租赁"),
    ),
    "plant": (
        ("精密机械", "Precision Machinery", "Engineering", "通用设备制造业"),
        ("电子科技", "Electronics Technology", "Instruments", "计算机、通信和其他电子设备制造业"),
        ("新材料", "Advanced Materials", "Castings", "化学原料和化学制品制造业"),
    ),
    "logistics": (
        ("物流", "Logistics", "Haulage", "道路运输业"),
        ("供应链管理", "Supply Chain", "Freight", "道路运输业"),
    ),
    "retail": (
        ("商贸", "Trading", "Stores", "零售业"),
        ("信息技术", "Information Technology", "Software", "软件和信息技术服务业"),
    ),
    "group": (
        ("控股集团", "Holdings Group", "Group", "商务服务业"),
        ("投资集团", "Investment Group", "Holdings", "商务服务业"),
        ("产业集团", "Industrial Group", "Partners", "商务服务业"),
    ),
    "holding": (
        ("企业管理", "Enterprise Management", "Capital", "商务服务业"),
        ("实业投资", "Industrial Investment", "Ventures", "商务服务业"),
    ),
    "property": (
        ("置业", "Property", "Estates", "房地产业"),
        ("物业服务", "Property Service", "Facilities", "房地产业"),
    ),
    "factor": (("商业保理", "Factoring", "Receivables", "其他金融业"),),
    "supplier": (
        ("动力电池", "Power Battery", "Battery", "电气机械和器材制造业"),
        ("电驱科技", "E-drive Technology", "Drives", "电气机械和器材制造业"),
    ),
}
"""By kind of company: the Chinese word of trade, its translation, what a British one is called, the industry."""

SURNAMES = (
    ("陈", "Chen"), ("王", "Wang"), ("李", "Li"), ("张", "Zhang"), ("刘", "Liu"), ("杨", "Yang"), ("黄", "Huang"),
    ("赵", "Zhao"), ("周", "Zhou"), ("吴", "Wu"), ("徐", "Xu"), ("孙", "Sun"), ("马", "Ma"), ("朱", "Zhu"),
    ("胡", "Hu"), ("林", "Lin"), ("郭", "Guo"), ("何", "He"), ("高", "Gao"), ("罗", "Luo"), ("郑", "Zheng"),
    ("梁", "Liang"), ("谢", "Xie"), ("宋", "Song"), ("唐", "Tang"), ("许", "Xu"), ("邓", "Deng"), ("冯", "Feng"),
    ("韩", "Han"), ("曹", "Cao"), ("欧阳", "Ouyang"), ("上官", "Shangguan"),
)  # fmt: skip

GIVEN = (
    ("丽", "li"), ("华", "hua"), ("伟", "wei"), ("芳", "fang"), ("强", "qiang"), ("敏", "min"), ("静", "jing"),
    ("磊", "lei"), ("军", "jun"), ("洋", "yang"), ("勇", "yong"), ("艳", "yan"), ("杰", "jie"), ("涛", "tao"),
    ("明", "ming"), ("超", "chao"), ("秀", "xiu"), ("霞", "xia"), ("平", "ping"), ("刚", "gang"), ("桂", "gui"),
    ("文", "wen"), ("辉", "hui"), ("玲", "ling"), ("建", "jian"), ("国", "guo"), ("志", "zhi"), ("晓", "xiao"),
    ("雪", "xue"), ("宇", "yu"), ("浩", "hao"), ("然", "ran"), ("欣", "xin"), ("怡", "yi"), ("思", "si"),
    ("远", "yuan"), ("晨", "chen"), ("东", "dong"), ("海", "hai"), ("峰", "feng"),
)  # fmt: skip

FIRST_NAMES = (
    "Oliver", "Amelia", "George", "Isla", "Harry", "Ava", "Jack", "Emily", "Leo", "Grace", "Arthur", "Freya",
    "Thomas", "Poppy", "James", "Ella", "William", "Lily", "Henry", "Sophie", "Daniel", "Ruth", "Samuel", "Clara",
)  # fmt: skip
LAST_NAMES = (
    "Smith", "Jones", "Taylor", "Brown", "Wilson", "Evans", "Thomas", "Roberts", "Walker", "Wright", "Hughes",
    "Green", "Hall", "Wood", "Clarke", "Turner", "Cooper", "Ward", "Morris", "Bennett", "Carter", "Shaw", "O'Neill",
)  # fmt: skip

TITLES: dict[str, tuple[tuple[str, str], ...]] = {
    "director": (("董事", "Director"), ("监事", "Supervisor"), ("独立董事", "Independent Director")),
    "boss": (
        ("总经理", "General Manager"),
        ("董事长", "Chairman"),
        ("首席执行官", "Chief Executive Officer"),
    ),
    "buyer": (("采购经理", "Purchasing Manager"), ("采购总监", "Head of Procurement")),
    "technician": (
        ("售后服务经理", "Service Manager"),
        ("设备主管", "Equipment Supervisor"),
        ("工程师", "Engineer"),
    ),
    "finance": (("财务经理", "Finance Manager"), ("会计", "Accountant")),
    "technical": (("技术总监", "Chief Technology Officer"), ("总工程师", "Chief Engineer")),
    "fleet": (
        ("车队经理", "Fleet Manager"),
        ("车队总监", "Head of Fleet"),
        ("运营车队负责人", "Fleet Manager"),
    ),
}
"""Job titles by the part that a person plays, Chinese and English."""

MAKERS = (
    ("瑞能动力", "Renel Power", "7RN", "LZR"),
    ("海纳电池", "Haina Battery", "7HN", "LHN"),
    ("Voltaris", "Voltaris", "7VT", "SVT"),
)
"""Battery and vehicle makers: Chinese and English name, battery maker's code, the VIN's first three letters."""
