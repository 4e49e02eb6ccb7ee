"""Reads a YAML catalogue with its included files, and remembers on which line each value stands.

Anchors and aliases are refused, because a few lines of them can describe billions of values.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from programs.exceptions import InvalidInput, Problem

MAX_BYTES = 5 * 1024 * 1024
MAX_INCLUDES = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: the file's name and its line, counted from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class PlacedProblem(Problem):
    """A problem of a catalogue with its file and line (0 when there is none)."""

    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        place = f"{where}: {self.pointer}" if self.pointer else where
        return f"{place}: {self.message}" + (f" {self.hint}" if self.hint else "")


@dataclass(slots=True)
class Catalogue:
    """A document merged from its files, the place of every pointer, and what was wrong with the writing itself."""

    document: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[PlacedProblem] = field(default_factory=list)

    def place_of(self, pointer: str) -> Place:
        """The place of the pointer, or of the nearest thing around it that has one."""
        while pointer not in self.places and pointer:
            pointer = pointer.rpartition("/")[0]
        return self.places.get(pointer, Place("", 0))

    def placed(self, problem: Problem) -> PlacedProblem:
        """The problem with the file and line of its pointer."""
        place = self.place_of(problem.pointer)
        return PlacedProblem(
            problem.code, problem.message, problem.pointer, problem.hint, problem.value, place.file, place.line
        )


Check = Callable[[dict[str, Any]], Iterable[Problem]]


def read_catalogue(path: Path, *, checks: Iterable[Check]) -> Catalogue:
    """Read the file with its includes and run the checks; raises InvalidInput with every problem, in reading order."""
    catalogue = Catalogue()
    _add_file(catalogue, path, top=True)
    includes = catalogue.document.pop("include", [])
    for number, name in enumerate(_names(catalogue, includes)):
        _include(catalogue, path.parent, name, f"/include/{number}")
    problems = list(catalogue.problems)
    if not problems or catalogue.document:
        problems += [catalogue.placed(problem) for check in checks for problem in check(catalogue.document)]
    if problems:
        raise InvalidInput(problems=sorted(problems, key=lambda problem: (problem.file, problem.line, problem.pointer)))
    return catalogue


def _names(catalogue: Catalogue, includes: Any) -> list[str]:
    if isinstance(includes, list) and len(includes) <= MAX_INCLUDES and all(isinstance(name, str) for name in includes):
        return includes
    hint = _("Write include: [agencies.yaml, indicators.yaml].")
    catalogue.problems.append(
        catalogue.placed(
            Problem("include_not_a_list", _("'include' is not a short list of file names."), "/include", hint)
        )
    )
    return []


def _include(catalogue: Catalogue, folder: Path, name: str, pointer: str) -> None:
    if Path(name).name != name or name.startswith("."):
        problem = Problem(
            "include_outside",
            _("'%(name)s' lies outside the folder of the plan.") % {"name": name},
            pointer,
            _("Put the file beside the plan and give its bare name."),
        )
        catalogue.problems.append(catalogue.placed(problem))
    elif not (folder / name).is_file():
        problem = Problem(
            "include_missing",
            _("The included file '%(name)s' is not there.") % {"name": name},
            pointer,
            _("Put it beside the plan, or take it out of 'include'."),
        )
        catalogue.problems.append(catalogue.placed(problem))
    else:
        _add_file(catalogue, folder / name, top=False)


def _add_file(catalogue: Catalogue, path: Path, *, top: bool) -> None:
    node = _compose(catalogue, path)
    if node is None:
        return
    if not isinstance(node, yaml.MappingNode):
        message, hint = (
            _("The file does not hold named parts."),
            _("Begin with a name such as 'program:' or 'agencies:'."),
        )
        catalogue.problems.append(PlacedProblem("not_a_mapping", message, hint=hint, file=path.name, line=1))
        return
    walk = _Walk(catalogue, path.name)
    for key, value in walk.mapping(node, ""):
        if not top and (key in catalogue.document or key == "include"):
            message = _("'%(key)s' is given in another file already, or cannot be given in an included one.") % {
                "key": key
            }
            walk.report("key_in_two_files", message, f"/{key}", value.start_mark.line + 1, _("Keep it in one file."))
        else:
            catalogue.document[key] = walk.value(value, f"/{key}")
    catalogue.places.setdefault("", Place(path.name, 1))


def _compose(catalogue: Catalogue, path: Path) -> yaml.Node | None:
    problem: PlacedProblem
    try:
        body = path.read_bytes()
        if len(body) > MAX_BYTES:
            problem = PlacedProblem("file_too_large", _("The file is larger than 5 MB."), file=path.name)
        else:
            node: yaml.Node | None = yaml.compose(body.decode("utf-8-sig"), Loader=_NoAliases)
            if node is not None:
                return node
            problem = PlacedProblem("file_empty", _("The file is empty."), file=path.name)
    except OSError as error:
        problem = PlacedProblem(
            "file_unreadable", _("The file cannot be read: %(detail)s.") % {"detail": error.strerror}, file=path.name
        )
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = PlacedProblem(
            "not_utf8",
            _("The file is not written in UTF-8."),
            hint=_("Save it again as UTF-8."),
            file=path.name,
            line=line,
        )
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        detail = getattr(error, "problem", None) or _("it is nested too deeply")
        message = _("The file is not well-formed YAML: %(detail)s.") % {"detail": detail}
        problem = PlacedProblem(
            "not_yaml",
            message,
            hint=_("Check the indentation, quotes and colons there."),
            file=path.name,
            line=mark.line + 1 if mark else 0,
        )
    catalogue.problems.append(problem)
    return None


class _NoAliases(yaml.SafeLoader):
    """SafeLoader without anchors and aliases."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """The next node; an alias or an anchor is refused."""
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.composer.ComposerError(
                None, None, _("anchors and aliases (& and *) are not used here"), event.start_mark
            )
        return super().compose_node(parent, index)


class _Walk:
    """Turns nodes of one file into plain values, noting places and double keys."""

    def __init__(self, catalogue: Catalogue, file: str):
        self.catalogue = catalogue
        self.file = file
        self.constructor = yaml.SafeLoader("")

    def report(self, code: str, message: str, pointer: str, line: int, hint: str = "") -> None:
        """Note a problem of this file."""
        self.catalogue.problems.append(PlacedProblem(code, message, pointer, hint, "", self.file, line))

    def mapping(self, node: yaml.MappingNode, pointer: str) -> Iterable[tuple[str, yaml.Node]]:
        """Keys and value nodes, each key once; a double key is reported and its later value left out."""
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            here = f"{pointer}/{escaped(key)}"
            if key in seen:
                message = _("'%(key)s' stands twice here, first on line %(line)s.") % {"key": key, "line": seen[key]}
                self.report("key_twice", message, here, line, _("Take one of the two out."))
                continue
            seen[key] = line
            self.catalogue.places[here] = Place(self.file, line)
            yield key, value_node

    def value(self, node: yaml.Node, pointer: str) -> Any:
        """The plain value of a node; every part's place is noted."""
        if isinstance(node, yaml.MappingNode):
            return {key: self.value(value, f"{pointer}/{escaped(key)}") for key, value in self.mapping(node, pointer)}
        if isinstance(node, yaml.SequenceNode):
            items = []
            for index, item in enumerate(node.value):
                self.catalogue.places[f"{pointer}/{index}"] = Place(self.file, item.start_mark.line + 1)
                items.append(self.value(item, f"{pointer}/{index}"))
            return items
        try:
            return self.constructor.construct_object(node)
        except (yaml.YAMLError, ValueError) as error:
            detail = getattr(error, "problem", None) or str(error)
            self.report(
                "value_unreadable",
                _("The value cannot be read: %(detail)s.") % {"detail": detail},
                pointer,
                node.start_mark.line + 1,
            )
            return None


def escaped(key: str) -> str:
    """A key as one step of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")
