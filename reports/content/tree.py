"""The content tree: what a report says, without saying how it looks. Text is translated and formatted already."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Language = Literal["en", "zh-hans"]
Align = Literal["left", "right", "center"]


@dataclass(frozen=True)
class ReportMeta:
    """What a report needs besides the result.

    `base_url` and `evaluation_id` make the lineage links (no links without a base); `siblings` maps the names of
    files of the same report that exist already to their SHA-256; `time_zone` is an IANA name.
    """

    evaluation_id: str
    base_url: str = ""
    issuer_en: str = ""
    issuer_zh: str = ""
    siblings: Mapping[str, str] = field(default_factory=dict)
    time_zone: str = "Asia/Shanghai"


@dataclass(frozen=True)
class Cell:
    """One typed cell.

    `text` is what people read. A number also carries `value` (decimal string, unrounded) and its number of
    `decimals`; `percent` says that the value is a share of one. `rating` gives colour and symbol; `detail` is a
    small second line; `href` a link; `day` the ISO date that a text tells, for programs that sort by it.
    """

    kind: Literal["text", "number", "rating", "link"] = "text"
    text: str = ""
    value: str | None = None
    decimals: int = 0
    percent: bool = False
    signed: bool = False
    rating: str = ""
    symbol: str = ""
    detail: str = ""
    href: str = ""
    lang: str = ""
    strong: bool = False
    day: str = ""


@dataclass(frozen=True)
class Column:
    """A column: its head, alignment and share of the width."""

    title: str
    weight: float = 1.0
    align: Align = "left"


@dataclass(frozen=True)
class Row:
    """Cells in column order. Rows with the same `group` stand together under a line that spells the group out."""

    cells: tuple[Cell, ...]
    group: tuple[str, ...] = ()
    strong: bool = False


@dataclass(frozen=True)
class Table:
    """A table. `paper` holds the rows that stand on paper where these are not all; `paper_note` says where the rest is."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    group_columns: tuple[str, ...] = ()
    note: str = ""
    empty: str = ""
    dense: bool = False
    paper: tuple[Row, ...] | None = None
    paper_note: str = ""
    kind: str = field(default="table", init=False)


@dataclass(frozen=True)
class Chart:
    """A chart: Vega-Lite description, spoken description, and the numbers again as a table (also the native chart)."""

    key: str
    caption: str
    alt: str
    spec: dict[str, Any]
    data: Table
    native: Literal["stacked", "line", "bar"]
    native_columns: tuple[int, ...]
    colors: tuple[str, ...] = ()
    note: str = ""
    kind: str = field(default="chart", init=False)


@dataclass(frozen=True)
class Paragraph:
    """Running text. `style`: lead (the headline sentence), body, bullet or note (small print)."""

    text: str
    lang: str
    style: Literal["lead", "body", "bullet", "note"] = "body"
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True)
class Subheading:
    """A heading below the section's own."""

    text: str
    kind: str = field(default="subheading", init=False)


@dataclass(frozen=True)
class Tile:
    """One headline figure with its label and a second line."""

    label: str
    cell: Cell
    detail: str = ""


@dataclass(frozen=True)
class Tiles:
    """Headline figures side by side."""

    tiles: tuple[Tile, ...]
    kind: str = field(default="tiles", init=False)


@dataclass(frozen=True)
class Legend:
    """What symbol, letter and colour of each rating mean: (rating, symbol, letter, word)."""

    items: tuple[tuple[str, str, str, str], ...]
    kind: str = field(default="legend", init=False)


Block = Table | Chart | Paragraph | Subheading | Tiles | Legend


@dataclass(frozen=True)
class Section:
    """A numbered part of the report. `key` is a stable ASCII name."""

    key: str
    number: str
    title: str
    blocks: tuple[Block, ...]
    annex: bool = False


@dataclass(frozen=True)
class ReportContent:
    """The whole report in one language. `labels` are the words that renderers add (page numbers, sheet names, …)."""

    kind: str
    language: Language
    title: str
    subtitle: str
    running_title: str
    issuer: str
    period: str
    as_of_text: str
    as_of: datetime
    fingerprint: str
    demonstration: str
    sections: tuple[Section, ...]
    labels: Mapping[str, str]
    meta: Mapping[str, Any]

    def table(self, key: str) -> Table:
        """The table of that key. KeyError when the report has none."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Table) and block.key == key:
                    return block
        raise KeyError(key)
