"""Plan catalogues: YAML files that describe a programme, read with every problem's file, line, place and remedy."""

from programs.catalogue.documents import Catalogue, Place, PlacedProblem, read_catalogue
from programs.catalogue.references import plan_problems

__all__ = ["Catalogue", "Place", "PlacedProblem", "plan_problems", "read_catalogue"]
