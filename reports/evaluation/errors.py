"""Refusals of the evaluation: every fault at once, each with a stable code, a place and a hint."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with the inputs.

    `code` is stable and never translated. `place` says where, e.g. `cells[IND01/310000/2026-Q3]`.
    `message` and `hint` are plain English; doors that speak to people translate by `code`.
    """

    code: str
    place: str
    message: str
    hint: str = ""


class EvaluationError(ValueError):
    """The inputs cannot be evaluated. Nothing has been computed; `faults` names every reason."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{fault.place}: {fault.message}" for fault in faults))

    @property
    def code(self) -> str:
        """The code of the first fault."""
        return self.faults[0].code
