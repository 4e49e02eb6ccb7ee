"""Filters of the lists of plans and tasks. Codes, not numbers of rows; an unknown filter is refused by the backend."""

from typing import Any

from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters

from programs import clock
from programs.api.filters import FlagFilter, MomentFilter
from programs.models import Agency, Measure, Program, Section, Task, TaskState, Zone
from programs.models.places import FUNCTIONS
from programs.models.plans import COMMITMENTS, ELEMENTS
from programs.querysets import TaskQuerySet


class ProgramFilter(filters.FilterSet):
    """Programmes by the zones that take part."""

    zone = filters.CharFilter(field_name="zones__code", distinct=True)

    class Meta:
        model = Program
        fields: list[str] = []


class ZoneFilter(filters.FilterSet):
    """Zones by programme, level and parent."""

    program = filters.CharFilter(field_name="programs__code", distinct=True)
    level = filters.ChoiceFilter(choices=[("province", "province"), ("city", "city"), ("park", "park")])
    parent = filters.CharFilter(field_name="parent__code")

    class Meta:
        model = Zone
        fields: list[str] = []


class AgencyFilter(filters.FilterSet):
    """Agencies by zone, function and words of their names or pinyin initials."""

    zone = filters.CharFilter(field_name="zone__code")
    function = filters.ChoiceFilter(choices=FUNCTIONS)
    search = filters.CharFilter(method="by_words")

    class Meta:
        model = Agency
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Agency], _name: str, value: str) -> QuerySet[Agency]:
        """Names in either language, short names, code or pinyin initials that contain the text."""
        columns = ("code", "name_en", "name_zh", "short_en", "short_zh", "search_initials")
        condition = Q()
        for column in columns:
            condition |= Q(**{f"{column}__icontains": value})
        return rows.filter(condition)


class SectionFilter(filters.FilterSet):
    """Sections by programme."""

    program = filters.CharFilter(field_name="program__code")

    class Meta:
        model = Section
        fields: list[str] = []


class MeasureFilter(filters.FilterSet):
    """Measures by their place in the plan, by what they are, and by what is missing."""

    program = filters.CharFilter(field_name="program__code")
    section = filters.CharFilter(field_name="section__code")
    zone = filters.CharFilter(field_name="zones__code", distinct=True)
    commitment = filters.ChoiceFilter(choices=COMMITMENTS)
    element = filters.ChoiceFilter(choices=ELEMENTS)
    lead_function = filters.ChoiceFilter(choices=FUNCTIONS)
    without_task = FlagFilter(method="lacking")
    without_indicator = FlagFilter(method="lacking")

    class Meta:
        model = Measure
        fields: list[str] = []

    def lacking(self, rows: Any, name: str, value: bool) -> Any:
        """Rows that lack what the filter names, or (false) those that have it."""
        lacking = getattr(rows, name)()
        return lacking if value else rows.exclude(pk__in=lacking.order_by().values("pk"))


class TaskFilter(filters.FilterSet):
    """Tasks by where they stand, whose they are, when they are due and what is missing."""

    program = filters.CharFilter(field_name="program__code")
    zone = filters.CharFilter(field_name="zone__code")
    agency = filters.CharFilter(method="by_agency", help_text="Lead or cooperating agency.")
    lead = filters.CharFilter(field_name="lead__code")
    section = filters.CharFilter(field_name="measure__section__code")
    measure = filters.CharFilter(field_name="measure__code")
    state = filters.ChoiceFilter(choices=TaskState.choices)
    due_before = filters.DateFilter(field_name="due", lookup_expr="lt")
    due_after = filters.DateFilter(field_name="due", lookup_expr="gt")
    updated_since = MomentFilter(field_name="updated_at", lookup_expr="gte")
    overdue = FlagFilter(method="by_state_of_work")
    due_soon = FlagFilter(method="by_state_of_work")
    stale = FlagFilter(method="by_state_of_work")
    never_acknowledged = FlagFilter(method="by_state_of_work")
    without_evidence = FlagFilter(method="by_state_of_work")
    without_indicator = FlagFilter(method="by_state_of_work")

    class Meta:
        model = Task
        fields: list[str] = []

    def by_agency(self, rows: TaskQuerySet, _name: str, value: str) -> TaskQuerySet:
        """Tasks in which the agency leads or cooperates, each once."""
        cooperating = Task.cooperating.through.objects.filter(agency__code=value).values("task_id")
        return rows.filter(Q(lead__code=value) | Q(pk__in=cooperating))

    def by_state_of_work(self, rows: TaskQuerySet, name: str, value: bool) -> TaskQuerySet:
        """The filter of that name of `TaskQuerySet` as of today, or (false) everything else."""
        needs_day = name in ("overdue", "due_soon", "stale")
        found: TaskQuerySet = getattr(rows, name)(*([clock.today()] if needs_day else []))
        return found if value else rows.exclude(pk__in=found.order_by().values("pk"))
