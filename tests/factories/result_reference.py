"""Names and levels behind the sample result: invented figures, the zones' public codes, plain section titles."""

ZONES = [
    {"code": "310000", "name_en": "Shanghai", "name_zh": "上海市"},
    {"code": "320100", "name_en": "Nanjing", "name_zh": "南京市"},
    {"code": "330100", "name_en": "Hangzhou", "name_zh": "杭州市"},
    {"code": "340100", "name_en": "Hefei", "name_zh": "合肥市"},
    {"code": "330400", "name_en": "Jiaxing", "name_zh": "嘉兴市"},
]

SECTIONS = [
    ("Bank services for innovation", "银行服务体系"), ("Financial organisations", "金融组织业态"),
    ("Supporting services", "金融辅助产业链"), ("Supply of financial products", "金融产品供给"),
    ("Business innovation", "金融业务创新"), ("Cross-regional bank cooperation", "银行跨区域合作"),
    ("Equity financing", "股权融资"), ("Listing and mergers", "上市与并购"), ("Bond financing", "债券融资"),
    ("Cross-regional capital markets", "资本市场跨区域联动"), ("Financial technology", "金融科技应用"),
    ("Digital infrastructure", "数字基础设施"), ("Digital currency trials", "数字人民币试点"),
    ("Regional equity markets", "区域性股权市场"), ("Intellectual property finance", "知识产权金融"),
    ("Talent services", "人才服务"), ("Opening and cross-border finance", "开放与跨境金融"),
    ("Green and innovation finance", "绿色科创金融"), ("Ecology of innovation finance", "科创金融生态"),
    ("Risk monitoring", "风险监测"), ("Protection of consumers", "消费者权益保护"), ("Coordination and review", "统筹协调与评估"),
]

_OFFICES = [("STC", "Science and Technology Bureau", "科技局"), ("FIN", "Finance Bureau", "财政局"),
            ("LFR", "Local Financial Regulation Bureau", "地方金融管理局"), ("IPO", "Intellectual Property Office", "知识产权局")]
AGENCIES = [
    {"code": f"{prefix}-{code}", "name_en": f"{zone['name_en']} {name_en}", "name_zh": f"{zone['name_zh']}{name_zh}", "zone": zone["code"]}
    for zone, prefix in zip(ZONES, ("SH", "NJ", "HZ", "HF", "JX"), strict=True)
    for code, name_en, name_zh in _OFFICES
]


def _indicator(number: int, names: tuple[str, str], unit: tuple[str, str], decimals: int, nature: str, rule: str,
               direction: str, target: str | None, levels: tuple[float, ...], growth: float) -> dict:
    return {
        "code": f"IND{number:02d}", "name_en": names[0], "name_zh": names[1],
        "definition_en": f"{names[0]}: counted at the end of the period by the reporting agency, for firms registered in the zone.",
        "definition_zh": f"{names[1]}：期末由报送单位统计，统计范围为注册地在试验区内的企业。",
        "unit_en": unit[0], "unit_zh": unit[1], "decimals": decimals, "direction": direction, "nature": nature, "frequency": "Q",
        "zone_rule": rule, "target_type": target, "measures": [f"M{number:03d}", f"M{number + 12:03d}"],
        "_levels": dict(zip((zone["code"] for zone in ZONES), levels, strict=True)), "_growth": growth,
    }


_MONEY, _FIRMS, _PERCENT = ("CNY 100 million", "亿元"), ("firms", "家"), ("%", "%")
INDICATORS = [
    _indicator(1, ("Balance of loans to technology enterprises", "科技型企业贷款余额"), _MONEY, 1, "stock", "sum", "increase", "increase",
               (16200.0, 9100.0, 10400.0, 4700.0, 2900.0), 0.14),
    _indicator(2, ("Pledge financing of intellectual property", "知识产权质押融资登记金额"), _MONEY, 1, "flow", "sum", "increase", "increase",
               (118.0, 96.0, 171.0, 84.0, 62.0), 0.2),
    _indicator(3, ("Technology enterprises with a first loan", "科技型企业首贷户数"), _FIRMS, 0, "flow", "sum", "increase", "increase",
               (860, 540, 610, 420, 300), 0.1),
    _indicator(4, ("Premium income of technology insurance", "科技保险保费收入"), _MONEY, 2, "flow", "sum", "increase", "increase",
               (17.4, 8.2, 9.6, 5.1, 3.3), 0.12),
    _indicator(5, ("Listed technology enterprises", "上市科技型企业数"), _FIRMS, 0, "stock", "sum", "increase", "increase",
               (212, 98, 143, 72, 41), 0.08),
    _indicator(6, ("Investment of guidance funds", "政府引导基金投资额"), _MONEY, 1, "flow", "sum", "increase", "cumulative",
               (142.0, 88.0, 103.0, 121.0, 37.0), 0.15),
    _indicator(7, ("Non-performing ratio of technology loans", "科技贷款不良率"), _PERCENT, 2, "rate", "ratio_of_sums", "decrease", "decrease",
               (1.12, 1.04, 0.98, 1.31, 0.87), -0.08),
    _indicator(8, ("Share of unsecured technology loans", "科技型企业信用贷款占比"), _PERCENT, 1, "rate", "ratio_of_sums", "increase", "increase",
               (38.2, 33.5, 36.9, 30.1, 27.4), 0.07),
    _indicator(9, ("Average lending rate", "科技贷款加权平均利率"), _PERCENT, 2, "rate", "none", "decrease", "decrease",
               (4.05, 4.22, 4.11, 4.35, 4.4), -0.05),
    _indicator(10, ("Specialised technology branches", "科技支行数"), ("branches", "家"), 0, "stock", "sum", "increase", "minimum",
               (41, 22, 27, 18, 12), 0.11),
    _indicator(11, ("Cross-border financing facilitated", "跨境融资便利化业务金额"), _MONEY, 1, "flow", "sum", "increase", None,
               (51.0, 14.0, 19.0, 8.0, 5.0), 0.18),
    _indicator(12, ("Data platforms joined", "接入共享数据平台数"), ("platforms", "个"), 0, "stock", "sum", "increase", "increase",
               (6, 5, 6, 4, 4), 0.15),
]
