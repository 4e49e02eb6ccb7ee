"""The computation of a figure in sentences with the numbers filled in, so that a reader can check it by hand.

An equation is printed only where it is the rule that was used: sums are compared with the stored value first.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from programs.periods import parse
from reports.content.vocabulary import zone_rule_word
from reports.formats.numbers import format_change, format_number, to_decimal
from reports.formats.periods import format_period
from reports.pages.reading import Reading
from reports.pages.working import Working

EXTRA = 4  # decimal places beyond the indicator's own, so that a printed equation comes out right
SHARE = 4


class Steps:
    """The sentences of one line."""

    def __init__(self, reading: Reading, line: Mapping[str, Any], working: Working):
        self.reading = reading
        self.line = line
        self.working = working
        self.places = reading.source.decimals(line["indicator"])

    def sentences(self) -> list[str]:
        """All steps in the order of the computation; empty where the value stands as it was handed in."""
        found = [
            *self.of_ratio(),
            *(self.over_time() if self.line["zone"] else self.over_zones()),
            self.of_change(),
            self.of_expected(),
            self.of_attainment(),
            self.of_years(),
            self.of_index(),
        ]
        return [sentence for sentence in found if sentence]

    def shown(self, value: Any, least: int | None = None) -> str:
        """A number with the places it needs to be computed with again, at most `EXTRA` more than the indicator has."""
        number = to_decimal(value)
        if number is None:
            return format_number(None, 0)
        least = self.places if least is None else least
        own = max(0, -int(number.normalize().as_tuple().exponent))
        return format_number(number, max(least, min(own, self.places + EXTRA)))

    def of_ratio(self) -> list[str]:
        """Numerator and denominator of a computed ratio, and how each was added up."""
        line, indicator = self.line, self.working.indicator
        over, under = indicator.get("numerator"), indicator.get("denominator")
        if not over or not under:
            return []
        name = self.reading.name
        if line["value"] is None or line["numerator"] is None or line["denominator"] is None:
            return [
                _("Value = %(numerator)s ÷ %(denominator)s × %(scale)s.")
                % {
                    "numerator": name("indicators", over),
                    "denominator": name("indicators", under),
                    "scale": self.shown(indicator["factor"], 0),
                }
            ]
        sides = [
            self.added(self.working.values_of(code), line[key], name("indicators", code))
            for code, key in ((over, "numerator"), (under, "denominator"))
        ]
        return [
            *sides,
            _("Value = %(over)s ÷ %(under)s × %(scale)s = %(numerator)s ÷ %(denominator)s × %(scale)s = %(value)s.")
            % {
                "over": name("indicators", over),
                "under": name("indicators", under),
                "scale": self.shown(indicator["factor"], 0),
                "numerator": self.shown(line["numerator"], 0),
                "denominator": self.shown(line["denominator"], 0),
                "value": self.shown(line["value"]),
            },
        ]

    def added(self, values: Sequence[Any], total: Any, name: str, start: Any = None) -> str:
        """`name = a + b + c = total`, where that is so and there is something to add up."""
        numbers = [Decimal(value) for value in ([] if start is None else [start]) + list(values)]
        if len(numbers) < 2 or sum(numbers) != to_decimal(total):
            return ""
        return _("%(name)s = %(parts)s = %(total)s.") % {
            "name": name,
            "parts": " + ".join(self.shown(number, 0) for number in numbers),
            "total": self.shown(total, 0),
        }

    def over_time(self) -> list[str]:
        """How the periods of one zone make up the value, and which of them are missing."""
        line = self.line
        if self.working.indicator.get("numerator") or line["value"] is None:
            return []
        values = self.working.values_of(line["indicator"])
        year = str(parse(line["value_period"]).year)
        since = format_period(line["baseline_period"], self.reading.language) if line["baseline_period"] else ""
        found = []
        if line["covers"] == "since_baseline":
            name = _("Running total since the end of %(period)s, on the baseline") % {"period": since}
            found.append(
                self.added(values, line["value"], name, line["baseline"] or "0")
                or _("Running total since the end of %(period)s, from the totals of the years.") % {"period": since}
            )
        elif self.working.indicator.get("cumulative"):
            found.append(_("The series is handed in as the total since January."))
        elif line["covers"] == "year_to_date":
            found.append(self.added(values, line["value"], _("Total of %(year)s so far") % {"year": year}))
        else:
            found.append(
                self.added(values, line["value"], _("Value = sum over the periods"))
                or (_("The value stands as it was handed in.") if len(values) == 1 else "")
            )
        return [*found, self.gaps()]

    def gaps(self) -> str:
        """The periods without a value."""
        missing = [format_period(code, self.reading.language) for code in self.line["missing_periods"]]
        return (
            _("Not in it, because no value is known: %(periods)s.") % {"periods": " · ".join(missing)}
            if missing
            else ""
        )

    def over_zones(self) -> list[str]:
        """How the zones make up the programme's value."""
        line, rule = self.line, self.working.indicator.get("zone_rule", "none")
        said = _("Over the zones: %(rule)s, from %(count)s of %(all)s zones.") % {
            "rule": zone_rule_word(rule),
            "count": len(line["contributing"]),
            "all": len(line["contributing"]) + len(line["missing"]),
        }
        values = [
            part["value"]
            for zone in line["contributing"]
            if (part := self.reading.source.line(line["indicator"], zone)) and part["value"] is not None
        ]
        total = self.added(values, line["value"], _("Value")) if rule == "sum" else ""
        return [said, total, self.gaps()]

    def of_change(self) -> str:
        """The change on the year before."""
        line, change = self.line, self.line["change"] or {}
        if change.get("value") is None or line["year_ago"] is None:
            return ""
        values = {
            "value": self.shown(line["value"]),
            "before": self.shown(line["year_ago"]),
            "change": format_change(change["kind"], change["value"], self.reading.language, decimals=2),
        }
        if change["kind"] == "points":
            return _("Year on year = value − value of a year ago = %(value)s − %(before)s = %(change)s.") % values
        return (
            _(
                "Year on year = (value ÷ value of a year ago − 1) × 100 = (%(value)s ÷ %(before)s − 1) × 100 = %(change)s."
            )
            % values
        )

    def of_expected(self) -> str:
        """The value that the agreed path expects, by the kind of the path."""
        line, target = self.line, self.working.target
        if line["expected"] is None:
            return ""
        last = parse(line["value_period"]).last_month
        if line["years_tested"] is not None:
            return self.expected_in_year(last)
        path = target["path"] if target else "sum_of_zones"
        if path == "sum_of_zones":
            parts = [
                part["expected"]
                for zone in self.reading.source.zones
                if (part := self.reading.source.line(line["indicator"], zone)) and part["expected"] is not None
            ]
            return self.added(parts, line["expected"], _("Expected, the sum over the zones")) or _(
                "Expected: the sum of what the paths of the zones expect."
            )
        if not line["baseline_period"] or not line["target_period"] or line["baseline"] is None:
            return ""
        return self.of_path(path, last)

    def expected_in_year(self, last: int) -> str:
        """What a year's target expects by now: of a flow the share of the months, else the target itself."""
        values = {
            "target": self.shown(self.line["target"]),
            "months": last % 12 + 1,
            "expected": self.shown(self.line["expected"]),
        }
        if self.working.indicator.get("nature") != "flow":
            return _("Expected in each year: the target, %(target)s.") % values
        return (
            _("Expected = target of the year × months passed ÷ 12 = %(target)s × %(months)s ÷ 12 = %(expected)s.")
            % values
        )

    def of_path(self, path: str, last: int) -> str:
        """Expected value by the share of the months between baseline and target that has passed."""
        line = self.line
        begin, finish = parse(line["baseline_period"]).last_month, parse(line["target_period"]).last_month
        baseline, goal = Decimal(line["baseline"]), Decimal(line["target"])
        words = {
            "begin": format_period(line["baseline_period"], self.reading.language),
            "finish": format_period(line["target_period"], self.reading.language),
            "baseline": self.shown(baseline, 0),
            "target": self.shown(goal, 0),
            "passed": min(max(last - begin, 0), finish - begin),
            "months": finish - begin,
            "expected": self.shown(line["expected"]),
        }
        if path == "geometric":
            return (
                _(
                    "Expected, with the same growth every month from the end of %(begin)s to the end of %(finish)s = baseline × (target ÷ baseline) ^ (months passed ÷ months in all) = %(baseline)s × (%(target)s ÷ %(baseline)s) ^ (%(passed)s ÷ %(months)s) = %(expected)s."
                )
                % words
            )
        if path == "linear":
            return (
                _(
                    "Expected, on a straight line from the end of %(begin)s to the end of %(finish)s = baseline + (target − baseline) × months passed ÷ months in all = %(baseline)s + (%(target)s − %(baseline)s) × %(passed)s ÷ %(months)s = %(expected)s."
                )
                % words
            )
        if path == "s_curve" and goal != baseline:
            share = (Decimal(line["expected"]) - baseline) / (goal - baseline)
            return _(
                "Expected, by the agreed shares of the way from the end of %(begin)s to the end of %(finish)s = baseline + (target − baseline) × share = %(baseline)s + (%(target)s − %(baseline)s) × %(share)s = %(expected)s."
            ) % {**words, "share": format_number(share, 6)}
        return _("Expected: the last level that was agreed to be reached by then, %(expected)s.") % words

    def of_attainment(self) -> str:
        """The attainment by the formula that was used."""
        line, target = self.line, self.working.target or {}
        values = {
            "value": self.shown(line["value"]),
            "baseline": self.shown(line["baseline"]),
            "target": self.shown(line["target"]),
            "low": self.shown(target.get("low")),
            "high": self.shown(target.get("high")),
            "attainment": format_number(line["attainment"], SHARE),
        }
        return self.formulas().get(line["attainment_kind"] or "", "") % values

    def formulas(self) -> dict[str, str]:
        """A sentence for each kind of attainment."""
        by_target = _("Attainment = value ÷ target = %(value)s ÷ %(target)s = %(attainment)s.")
        return {
            "change": _(
                "Attainment = (value − baseline) ÷ (target − baseline) = (%(value)s − %(baseline)s) ÷ (%(target)s − %(baseline)s) = %(attainment)s."
            ),
            "level": by_target,
            "year": by_target,
            "range": _(
                "Attainment: 1 between %(low)s and %(high)s, less outside by distance and tolerance; here %(attainment)s."
            ),
            "met": _("Attainment: 1 when the target %(target)s is met, else 0; here %(attainment)s."),
            "capped": _("Attainment: 1, because more than the target does not count."),
        }

    def of_years(self) -> str:
        """The years of a target that holds for each year."""
        if not self.line["years_tested"]:
            return ""
        counts = {"met": self.line["years_met"], "tested": self.line["years_tested"]}
        return _("Years met: %(met)s of %(tested)s complete years.") % counts

    def of_index(self) -> str:
        """The progress index."""
        line = self.line
        if line["progress_index"] is None:
            return ""
        return _(
            "Progress index = (value − baseline) ÷ (expected − baseline) = (%(value)s − %(baseline)s) ÷ (%(expected)s − %(baseline)s) = %(index)s."
        ) % {
            "value": self.shown(line["value"]),
            "baseline": self.shown(line["index_baseline"]),
            "expected": self.shown(line["expected"]),
            "index": format_number(line["progress_index"], SHARE),
        }
