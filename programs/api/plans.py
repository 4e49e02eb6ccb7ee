"""Lists of what a plan consists of: programmes, sections, measures, zones, agencies."""

from programs.api import filtersets, serializers
from programs.api.views import ScopedListView
from programs.models import Agency, Measure, Program, Section, Zone


class ProgramList(ScopedListView[Program]):
    """Programmes that the caller takes part in."""

    queryset = Program.objects.prefetch_related("zones").order_by("code")
    serializer_class = serializers.ProgramSerializer
    filterset_class = filtersets.ProgramFilter


class SectionList(ScopedListView[Section]):
    """Numbered sections of plans."""

    queryset = Section.objects.select_related("program").order_by("program__code", "number")
    serializer_class = serializers.SectionSerializer
    filterset_class = filtersets.SectionFilter


class MeasureList(ScopedListView[Measure]):
    """Measures, each one clause of a plan."""

    queryset = (
        Measure.objects.select_related("program", "section")
        .prefetch_related("zones")
        .order_by("program__code", "number")
    )
    serializer_class = serializers.MeasureSerializer
    filterset_class = filtersets.MeasureFilter


class ZoneList(ScopedListView[Zone]):
    """Zones with their GB/T 2260 codes."""

    queryset = Zone.objects.select_related("parent").order_by("sort_order", "code")
    serializer_class = serializers.ZoneSerializer
    filterset_class = filtersets.ZoneFilter


class AgencyList(ScopedListView[Agency]):
    """Agencies with their zones and functions."""

    queryset = Agency.objects.select_related("zone").order_by("zone__sort_order", "code")
    serializer_class = serializers.AgencySerializer
    filterset_class = filtersets.AgencyFilter
