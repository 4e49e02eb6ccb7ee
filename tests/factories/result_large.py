"""The sample quarter at the size of the model case: 48 indicators, 472 tasks, many of them late or without evidence."""

from typing import Any

from tests.factories.result import sample_result

INDICATORS = 48
TASKS = 472


def large_result() -> dict[str, Any]:
    """The sample with its indicators and tasks repeated under new codes. Equal at every call."""
    result = sample_result()
    indicators, lines, tasks = result["indicators"], result["lines"], result["tasks"]["lines"]
    codes = {}
    for place in range(INDICATORS - len(indicators)):
        pattern = indicators[place % len(indicators)]
        code = f"IND{len(indicators) + 1:02d}"
        codes[code] = pattern["code"]
        indicators.append({**pattern, "code": code, "definition_en": pattern["definition_en"] * 4})
    lines += [
        {**line, "indicator": code} for code, pattern in codes.items() for line in lines if line["indicator"] == pattern
    ]
    first = len(tasks)
    tasks += [{**tasks[place % first], "code": f"T{place + 1:03d}"} for place in range(first, TASKS)]
    result["coverage"]["tasks_without_evidence"] = [task["code"] for task in tasks if task["state"] == "closed"]
    return result
