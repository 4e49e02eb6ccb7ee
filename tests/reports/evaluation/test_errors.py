"""Refusals."""

from reports.evaluation.errors import EvaluationError, Fault


def test_a_refusal_carries_every_fault():
    error = EvaluationError(Fault("one", "a", "first"), Fault("two", "b", "second", "do that"))
    assert (error.code, str(error)) == ("one", "a: first; b: second")
    assert isinstance(error, ValueError)
