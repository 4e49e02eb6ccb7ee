"""The words that forms and tables show, read as the codes that they stand for: people write them into their files."""

import re
from typing import Any

COLUMN_WORDS = {
    "指标": "indicator",
    "指标代码": "indicator",
    "试验区": "zone",
    "时期": "period",
    "报告期": "period",
    "数值": "value",
    "分组": "dimensions",
    "维度": "dimensions",
    "状态": "status",
    "说明": "note",
    "备注": "note",
}
STATUS_WORDS = {
    "normal": "A", "正常": "A", "provisional": "P", "初步数": "P", "estimated": "E", "估计数": "E", "missing": "M",
    "缺失": "M",
}  # fmt: skip
_PERIOD = re.compile(r"(\d{4})年(?:第?([一二三四1-4])季度|([上下])半年|(\d{1,2})月)?", re.ASCII)
_QUARTER = re.compile(r"Q([1-4])\s+(\d{4})", re.ASCII)
_NUMERALS = {"一": "1", "二": "2", "三": "3", "四": "4"}


def column_code(head: str) -> str:
    """The column that a cell of the head line names, in either language; the text in small letters otherwise."""
    name = head.strip().lower()
    return COLUMN_WORDS.get(name, name)


def status_code(cell: Any) -> Any:
    """The status that a word stands for; anything else as it is."""
    return STATUS_WORDS.get(cell.strip().lower(), cell) if isinstance(cell, str) else cell


def period_code(cell: Any) -> Any:
    """The code of a period written as pages show it (2026年第三季度, Q3 2026); anything else as it is."""
    if not isinstance(cell, str):
        return cell
    text = cell.strip()
    quarter = _QUARTER.fullmatch(text)
    if quarter:
        return f"{quarter[2]}-Q{quarter[1]}"
    found = _PERIOD.fullmatch(text)
    if not found:
        return cell
    year, number, half, month = found.groups()
    if number:
        return f"{year}-Q{_NUMERALS.get(number, number)}"
    if half:
        return f"{year}-S{1 if half == '上' else 2}"
    return f"{year}-{int(month):02d}" if month else year
