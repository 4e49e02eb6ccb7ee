"""What is measured: units, dimensions, indicators, and how a programme uses them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.threshold_rules import readable_thresholds
from programs.models import Agency, Measure, Program, Zone
from programs.models.base import Named, Versioned, in_language, named_constraint, plain_code
from programs.models.places import FUNCTIONS

DIRECTIONS = [
    ("increase", _("should rise")),
    ("decrease", _("should fall")),
    ("range", _("should stay in a range")),
    ("none", _("no direction")),
]
FREQUENCIES = [("M", _("monthly")), ("Q", _("quarterly")), ("S", _("half-yearly")), ("A", _("yearly"))]
NATURES = [("stock", _("stock")), ("flow", _("flow")), ("rate", _("rate")), ("yes_no", _("yes or no"))]
ZONE_RULES = [
    ("sum", _("sum")),
    ("mean", _("mean")),
    ("weighted_mean", _("weighted mean")),
    ("ratio_of_sums", _("ratio of sums")),
    ("max", _("maximum")),
    ("min", _("minimum")),
    ("count_yes", _("count of yes")),
    ("none", _("not aggregated")),
]
TIME_RULES = [
    ("last", _("last value")),
    ("sum", _("sum")),
    ("recompute", _("recomputed")),
    ("none", _("not aggregated")),
]
TARGET_TYPES = [
    ("increase", _("increase to")),
    ("decrease", _("decrease to")),
    ("minimum", _("at least")),
    ("maximum", _("at most")),
    ("maintain", _("keep within")),
    ("cumulative", _("cumulative total")),
    ("yearly", _("each year")),
    ("step", _("reach yes")),
]
PATHS = [("linear", _("linear")), ("geometric", _("geometric")), ("step", _("steps")), ("s_curve", _("S-curve"))]


class Unit(Named, Versioned):
    """A coded unit. `multiplier` is the power of ten of the SDMX code list UNIT_MULT (万 = 4, 亿 = 8)."""

    code = models.CharField(_("code"), max_length=30, unique=True, validators=[plain_code])
    base = models.CharField(_("base unit"), max_length=20)
    multiplier = models.SmallIntegerField(_("power of ten"), default=0)
    decimals = models.PositiveSmallIntegerField(_("decimals shown"), default=0)

    scope_program = None

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["code"]
        constraints = [named_constraint("unit")]


class Dimension(Named, Versioned):
    """A way to break a value down, such as the size of the enterprise."""

    code = models.SlugField(_("code"), max_length=30, unique=True)

    scope_program = None

    class Meta:
        verbose_name = _("dimension")
        verbose_name_plural = _("dimensions")
        ordering = ["code"]
        constraints = [named_constraint("dimension")]


class DimensionValue(Named, Versioned):
    """One part of a dimension. Parts are exclusive and exhaustive."""

    dimension = models.ForeignKey(
        Dimension, on_delete=models.PROTECT, related_name="values", verbose_name=_("dimension")
    )
    code = models.SlugField(_("code"), max_length=30)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    scope_program = None

    class Meta:
        verbose_name = _("dimension value")
        verbose_name_plural = _("dimension values")
        ordering = ["dimension_id", "sort_order", "code"]
        constraints = [
            named_constraint("dimensionvalue"),
            models.UniqueConstraint(
                fields=["dimension", "code"],
                name="dimension_value_once",
                violation_error_message=_("Another value of the dimension has this code."),
                violation_error_code="code_taken",
            ),
        ]


class Indicator(Named, Versioned):
    """A definition (口径): what is counted, in which unit, how often, and how it adds up over zones and time."""

    code = models.CharField(_("code"), max_length=20, unique=True, validators=[plain_code])
    definition_en = models.TextField(_("definition (English)"), blank=True, default="")
    definition_zh = models.TextField(_("definition (Chinese)"), blank=True, default="")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="indicators", verbose_name=_("unit"))
    direction = models.CharField(_("direction"), max_length=10, choices=DIRECTIONS)
    frequency = models.CharField(_("frequency"), max_length=1, choices=FREQUENCIES)
    nature = models.CharField(_("nature"), max_length=10, choices=NATURES)
    zone_rule = models.CharField(_("rule over zones"), max_length=15, choices=ZONE_RULES, default="none")
    time_rule = models.CharField(_("rule over time"), max_length=10, choices=TIME_RULES, default="none")
    weight_indicator = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="weighted", verbose_name=_("weighted by")
    )
    numerator = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="numerator_of",
        verbose_name=_("numerator"),
    )
    denominator = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="denominator_of",
        verbose_name=_("denominator"),
    )
    scale = models.DecimalField(_("scale of the ratio"), max_digits=12, decimal_places=4, default=1)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)
    minimum = models.DecimalField(_("smallest value"), max_digits=24, decimal_places=6, null=True, blank=True)
    maximum = models.DecimalField(_("largest value"), max_digits=24, decimal_places=6, null=True, blank=True)
    whole = models.BooleanField(_("whole numbers only"), default=False)
    dimensions = models.ManyToManyField(Dimension, blank=True, related_name="indicators", verbose_name=_("dimensions"))
    additive = models.BooleanField(_("parts add up to the total"), default=False)
    cumulative = models.BooleanField(_("values are cumulative within the year"), default=False)
    reporting_function = models.CharField(_("reported by"), max_length=30, choices=FUNCTIONS, blank=True, default="")
    due_days = models.PositiveSmallIntegerField(_("days after the period until due"), default=20)

    scope_program = None

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["code"]
        constraints = [
            named_constraint("indicator"),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__isnull=False, denominator__isnull=False),
                name="indicator_ratio_pair",
                violation_error_message=_("A ratio has a numerator and a denominator."),
                violation_error_code="ratio_incomplete",
            ),
            models.CheckConstraint(
                condition=~Q(zone_rule="weighted_mean") | Q(weight_indicator__isnull=False),
                name="indicator_weight_named",
                violation_error_message=_("A weighted mean names the indicator that gives the weights."),
                violation_error_code="weight_missing",
            ),
        ]

    @property
    def definition(self) -> str:
        """The definition in the active language."""
        return in_language(self.definition_en, self.definition_zh)

    @property
    def is_computed(self) -> bool:
        """Whether the value is a ratio of two other indicators, so that no agency hands it in."""
        return self.numerator_id is not None


class IndicatorUse(Versioned):
    """A programme adopts an indicator: for which measures, with which weight, target type and thresholds."""

    program = models.ForeignKey(
        Program, on_delete=models.PROTECT, related_name="indicator_uses", verbose_name=_("programme")
    )
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="uses", verbose_name=_("indicator"))
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=2, default=1)
    target_type = models.CharField(_("target type"), max_length=12, choices=TARGET_TYPES, blank=True, default="")
    thresholds = models.JSONField(
        _("thresholds"),
        default=dict,
        blank=True,
        validators=[readable_thresholds],
        help_text=_(
            'Own thresholds of the rating, such as {"on_track": "0.95", "at_risk": "0.80"}; empty = the programme\'s.'
        ),
    )
    measures = models.ManyToManyField(
        Measure, blank=True, related_name="indicator_uses", verbose_name=_("measures monitored")
    )

    scope_program = "program_id"

    class Meta:
        verbose_name = _("indicator of a programme")
        verbose_name_plural = _("indicators of programmes")
        ordering = ["program_id", "indicator__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "indicator"],
                name="indicator_use_once",
                violation_error_message=_("The programme already uses this indicator."),
                violation_error_code="use_exists",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} · {self.program.code}"


class Target(Versioned):
    """Baseline, target and the path between them, for one zone or (zone empty) the whole programme."""

    use = models.ForeignKey(IndicatorUse, on_delete=models.PROTECT, related_name="targets", verbose_name=_("indicator"))
    zone = models.ForeignKey(
        Zone, on_delete=models.PROTECT, null=True, blank=True, related_name="targets", verbose_name=_("zone")
    )
    baseline = models.DecimalField(_("baseline"), max_digits=24, decimal_places=6, null=True, blank=True)
    baseline_period = models.CharField(_("baseline period"), max_length=8)
    value = models.DecimalField(_("target"), max_digits=24, decimal_places=6, null=True, blank=True)
    period = models.CharField(_("target period"), max_length=8)
    low = models.DecimalField(_("lower bound"), max_digits=24, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(_("upper bound"), max_digits=24, decimal_places=6, null=True, blank=True)
    tolerance = models.DecimalField(_("tolerance"), max_digits=24, decimal_places=6, null=True, blank=True)
    strict = models.BooleanField(_("strictly"), default=False)
    path = models.CharField(_("path"), max_length=10, choices=PATHS, default="linear")
    steps = models.JSONField(
        _("steps"),
        default=list,
        blank=True,
        help_text=_("For steps: [[period, value], …]; for an S-curve: [[period, share of the change], …]."),
    )
    source_en = models.CharField(_("source (English)"), max_length=300, blank=True, default="")
    source_zh = models.CharField(_("source (Chinese)"), max_length=300, blank=True, default="")

    scope_program = "use__program_id"

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["use_id", "zone__sort_order"]
        constraints = [
            models.UniqueConstraint(
                fields=["use", "zone"],
                condition=Q(zone__isnull=False),
                name="target_once_per_zone",
                violation_error_message=_("The indicator already has a target for this zone."),
                violation_error_code="target_exists",
            ),
            models.UniqueConstraint(
                fields=["use"],
                condition=Q(zone__isnull=True),
                name="target_once_for_program",
                violation_error_message=_("The indicator already has a target for the whole programme."),
                violation_error_code="target_exists",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(high__gte=models.F("low")),
                name="target_bounds_order",
                violation_error_message=_("The upper bound is not below the lower one."),
                violation_error_code="bounds_reversed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.use} · {self.zone or '—'}"


class Duty(Versioned):
    """Which agency reports an indicator for a zone: the standing rule from which obligations are made."""

    use = models.ForeignKey(IndicatorUse, on_delete=models.PROTECT, related_name="duties", verbose_name=_("indicator"))
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="duties", verbose_name=_("zone"))
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="duties", verbose_name=_("agency"))

    scope_program = "use__program_id"
    scope_agencies = ("agency_id",)

    class Meta:
        verbose_name = _("reporting duty")
        verbose_name_plural = _("reporting duties")
        ordering = ["use_id", "zone__sort_order"]
        constraints = [
            models.UniqueConstraint(
                fields=["use", "zone"],
                name="duty_once",
                violation_error_message=_("Another agency already reports this indicator for the zone."),
                violation_error_code="duty_exists",
            )
        ]

    def __str__(self) -> str:
        return f"{self.use} · {self.zone} · {self.agency}"
