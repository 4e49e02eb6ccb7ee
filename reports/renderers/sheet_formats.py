"""Cell formats of the workbook, each made once."""

from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from reports.content.vocabulary import RATING_STYLES


class Formats:
    """Formats by their properties; asking twice gives the same one."""

    def __init__(self, book: xlsxwriter.Workbook, *, chinese: bool) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._font = "Microsoft YaHei" if chinese else "Calibri"

    def get(self, **properties: Any) -> Format:
        """A format with the house font and these properties."""
        whole = {"font_name": self._font, "font_size": 10, "valign": "vcenter", **properties}
        key = tuple(sorted(whole.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(whole)
        return self._made[key]

    def body(self, *, strong: bool = False, rating: str = "", **properties: Any) -> Format:
        """A cell of a table: hairline below, rating colours when it shows a rating."""
        whole: dict[str, Any] = {"bottom": 1, "bottom_color": "#CFD6DE", **properties}
        if strong:
            whole.update(bold=True, bg_color="#F4F6F9")
        if rating:
            style = RATING_STYLES[rating]
            whole.update(font_color=style.ink, bg_color=style.ground)
        return self.get(**whole)

    @property
    def soft(self) -> Format:
        """Small remarks."""
        return self.get(font_color="#55606C")

    def head(self, align: str) -> Format:
        """A column head, aligned like its column."""
        return self.get(
            align=align,
            indent=1 if align == "left" else 0,
            bold=True,
            bg_color="#E6EBF1",
            text_wrap=True,
            bottom=1,
            bottom_color="#9AA5B1",
        )
