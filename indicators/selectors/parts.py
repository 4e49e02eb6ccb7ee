"""Parts of a breakdown in words."""

from collections.abc import Collection

from indicators.models import DimensionValue


def part_names(keys: Collection[str]) -> dict[str, str]:
    """Dimension keys in words: `size=small` as its name, the total as an empty text; one query, none for totals only."""
    wanted = {key: [pair.partition("=")[::2] for pair in key.split(";")] for key in keys if key}
    if not wanted:
        return dict.fromkeys(keys, "")
    names = {
        (value.dimension.code, value.code): value.name for value in DimensionValue.objects.select_related("dimension")
    }
    spoken = {
        key: " · ".join(names.get((dimension, value), f"{dimension}={value}") for dimension, value in pairs)
        for key, pairs in wanted.items()
    }
    return {key: spoken.get(key, "") for key in keys}
