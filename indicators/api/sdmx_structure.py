"""The data structure of our values as an SDMX-ML 2.1 structure message: code lists, concepts, definition, dataflow.

Read from the database, so that codes and names in both languages are always those in use.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring  # written only, never parsed

from indicators.models import Dimension, Indicator
from indicators.models.definitions import FREQUENCIES
from indicators.models.observations import STATUSES
from programs.actors import Actor
from programs.models import Program, Zone
from programs.scoping import visible_to

AGENCY, FLOW, VERSION = "PZ", "OBSERVATIONS", "1.0"
STRUCTURE_ID = f"{AGENCY}:{FLOW}({VERSION})"
CONCEPTS, DEFINITION = "CONCEPTS", "DSD_OBSERVATIONS"
MES = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
STR = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure"
COM = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MEDIA_TYPE = "application/vnd.sdmx.structure+xml; version=2.1"
TOTAL = "_T"

Names = Mapping[str, str]
CONCEPT_NAMES: dict[str, Names] = {
    "FREQ": {"en": "Frequency", "zh-Hans": "频率"},
    "PROGRAM": {"en": "Programme", "zh-Hans": "改革方案"},
    "INDICATOR": {"en": "Indicator", "zh-Hans": "指标"},
    "REF_AREA": {"en": "Zone", "zh-Hans": "试验区"},
    "TIME_PERIOD": {"en": "Period", "zh-Hans": "时期"},
    "OBS_VALUE": {"en": "Value", "zh-Hans": "数值"},
    "OBS_STATUS": {"en": "Status", "zh-Hans": "状态"},
    "UNIT_MEASURE": {"en": "Base unit", "zh-Hans": "基本单位"},
    "UNIT_MULT": {"en": "Power of ten of the unit", "zh-Hans": "单位的十的幂次"},
    "COMMENT": {"en": "Note", "zh-Hans": "备注"},
}
FREQUENCY_NAMES = {
    "M": ("Monthly", "月"),
    "Q": ("Quarterly", "季"),
    "S": ("Half-yearly", "半年"),
    "A": ("Annual", "年"),
}
STATUS_NAMES = {
    "A": ("Normal", "正常"),
    "P": ("Provisional", "初步"),
    "E": ("Estimated", "估计"),
    "M": ("Missing", "缺失"),
}


@dataclass(frozen=True, slots=True)
class CodeList:
    """A code list: its id, its names, and its codes with their names."""

    id: str
    names: Names
    codes: Sequence[tuple[str, Names]]


def dimension_ids(codes: Iterable[str]) -> list[str]:
    """Dimensions of a value in the order of its key, the period left out."""
    return ["FREQ", "PROGRAM", "INDICATOR", "REF_AREA", *(code.upper() for code in codes)]


def structure_message(by: Actor, moment: datetime) -> bytes:
    """The whole structure message, with the programmes that the actor sees. Five queries."""
    lists = _code_lists(by)
    breakdowns = [each.id.removeprefix("CL_") for each in lists[5:]]
    for prefix, space in (("mes", MES), ("str", STR), ("com", COM)):
        register_namespace(prefix, space)
    root = Element(f"{{{MES}}}Structure")
    header = SubElement(root, f"{{{MES}}}Header")
    for name, text in (
        ("ID", f"{FLOW}_STRUCTURE"),
        ("Test", "false"),
        ("Prepared", moment.isoformat(timespec="seconds")),
    ):
        SubElement(header, f"{{{MES}}}{name}").text = text
    SubElement(header, f"{{{MES}}}Sender", id=AGENCY)
    structures = SubElement(root, f"{{{MES}}}Structures")
    _dataflow(structures)
    together = SubElement(structures, f"{{{STR}}}Codelists")
    for code_list in lists:
        _code_list(together, code_list)
    _concepts(structures, {code_list.id.removeprefix("CL_"): code_list.names for code_list in lists[5:]})
    _definition(structures, breakdowns)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8")


def _both(english: str, chinese: str) -> Names:
    return {language: text for language, text in (("en", english), ("zh-Hans", chinese)) if text}


def _code_lists(by: Actor) -> list[CodeList]:
    """Five lists that are always there, then one for each dimension."""
    programs = [(row.code, _both(row.name_en, row.name_zh)) for row in visible_to(by, Program.objects.order_by("code"))]
    indicators = [
        (row.code, _both(row.name_en, row.name_zh)) for row in visible_to(by, Indicator.objects.order_by("code"))
    ]
    zones = [
        (row.code, _both(row.name_en, row.name_zh))
        for row in visible_to(by, Zone.objects.order_by("sort_order", "code"))
    ]
    lists = [
        CodeList(
            "CL_FREQ", CONCEPT_NAMES["FREQ"], [(code, _both(*FREQUENCY_NAMES[code])) for code, _label in FREQUENCIES]
        ),
        CodeList("CL_PROGRAM", CONCEPT_NAMES["PROGRAM"], programs),
        CodeList("CL_INDICATOR", CONCEPT_NAMES["INDICATOR"], indicators),
        CodeList("CL_REF_AREA", CONCEPT_NAMES["REF_AREA"], zones),
        CodeList(
            "CL_OBS_STATUS",
            CONCEPT_NAMES["OBS_STATUS"],
            [(code, _both(*STATUS_NAMES[code])) for code, _label in STATUSES],
        ),
    ]
    for dimension in Dimension.objects.prefetch_related("values").order_by("code"):
        parts = [(TOTAL, _both("Total", "合计"))]
        parts += [(value.code, _both(value.name_en, value.name_zh)) for value in dimension.values.all()]
        lists.append(CodeList(f"CL_{dimension.code.upper()}", _both(dimension.name_en, dimension.name_zh), parts))
    return lists


def _named(parent: Element, names: Names) -> None:
    for language, text in names.items():
        SubElement(parent, f"{{{COM}}}Name", {LANGUAGE: language}).text = text


def _maintained(parent: Element, kind: str, name: str, names: Names) -> Element:
    made = SubElement(parent, f"{{{STR}}}{kind}", id=name, agencyID=AGENCY, version=VERSION, isFinal="true")
    _named(made, names)
    return made


def _dataflow(structures: Element) -> None:
    flow = _maintained(
        SubElement(structures, f"{{{STR}}}Dataflows"), "Dataflow", FLOW, _both("Monitoring indicators", "监测指标")
    )
    reference = {
        "id": DEFINITION,
        "agencyID": AGENCY,
        "version": VERSION,
        "package": "datastructure",
        "class": "DataStructure",
    }
    SubElement(SubElement(flow, f"{{{STR}}}Structure"), "Ref", reference)


def _code_list(parent: Element, code_list: CodeList) -> None:
    made = _maintained(parent, "Codelist", code_list.id, code_list.names)
    for code, names in code_list.codes:
        _named(SubElement(made, f"{{{STR}}}Code", id=code), names)


def _concepts(structures: Element, breakdowns: Mapping[str, Names]) -> None:
    scheme = _maintained(
        SubElement(structures, f"{{{STR}}}Concepts"), "ConceptScheme", CONCEPTS, _both("Concepts", "概念")
    )
    for name, names in {**CONCEPT_NAMES, **breakdowns}.items():
        _named(SubElement(scheme, f"{{{STR}}}Concept", id=name), names)


def _definition(structures: Element, breakdowns: Sequence[str]) -> None:
    made = _maintained(
        SubElement(structures, f"{{{STR}}}DataStructures"),
        "DataStructure",
        DEFINITION,
        _both("Monitoring indicators", "监测指标"),
    )
    parts = SubElement(made, f"{{{STR}}}DataStructureComponents")
    dimensions = SubElement(parts, f"{{{STR}}}DimensionList", id="DimensionDescriptor")
    names = ["FREQ", "PROGRAM", "INDICATOR", "REF_AREA", *breakdowns]
    for position, name in enumerate(names, 1):
        _component(dimensions, "Dimension", name, {"position": str(position)}, coded=True)
    period = _component(dimensions, "TimeDimension", "TIME_PERIOD", {"position": str(len(names) + 1)})
    SubElement(
        SubElement(period, f"{{{STR}}}LocalRepresentation"), f"{{{STR}}}TextFormat", textType="ObservationalTimePeriod"
    )
    attributes = SubElement(parts, f"{{{STR}}}AttributeList", id="AttributeDescriptor")
    for name, status, related in (
        ("OBS_STATUS", "Mandatory", ""),
        ("UNIT_MEASURE", "Mandatory", "INDICATOR"),
        ("UNIT_MULT", "Mandatory", "INDICATOR"),
        ("COMMENT", "Conditional", ""),
    ):
        attribute = _component(attributes, "Attribute", name, {"assignmentStatus": status}, coded=name == "OBS_STATUS")
        relation = SubElement(attribute, f"{{{STR}}}AttributeRelationship")
        SubElement(
            SubElement(relation, f"{{{STR}}}{'Dimension' if related else 'PrimaryMeasure'}"),
            "Ref",
            id=related or "OBS_VALUE",
        )
    _component(SubElement(parts, f"{{{STR}}}MeasureList", id="MeasureDescriptor"), "PrimaryMeasure", "OBS_VALUE", {})


def _component(parent: Element, kind: str, name: str, attributes: Mapping[str, str], *, coded: bool = False) -> Element:
    made = SubElement(parent, f"{{{STR}}}{kind}", {"id": name, **attributes})
    scheme = {
        "maintainableParentID": CONCEPTS,
        "maintainableParentVersion": VERSION,
        "agencyID": AGENCY,
        "package": "conceptscheme",
        "class": "Concept",
    }
    SubElement(SubElement(made, f"{{{STR}}}ConceptIdentity"), "Ref", {"id": name, **scheme})
    if coded:
        representation = SubElement(made, f"{{{STR}}}LocalRepresentation")
        reference = {
            "id": f"CL_{name}",
            "agencyID": AGENCY,
            "version": VERSION,
            "package": "codelist",
            "class": "Codelist",
        }
        SubElement(SubElement(representation, f"{{{STR}}}Enumeration"), "Ref", reference)
    return made
