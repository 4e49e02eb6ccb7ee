"""Markup of our own making, which templates print without escaping it again."""


class OwnMarkup(str):
    """Text that is markup already: the shipped style sheet, or a drawing cleaned by `svg.clean_svg`. Never user text."""

    def __html__(self) -> str:
        """The markup itself; the template engine asks for it by this name."""
        return str(self)
