"""The steps of a task as buttons and bulk actions: its transitions, its due date, and new evidence."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programs.admin.fields import PlainDateField
from programs.admin.steps import Call, Step
from programs.models import Task
from programs.models.tasks import NEEDS_REASON, TRANSITIONS
from programs.services.tasks.changes import FINISHED, task_reschedule
from programs.services.tasks.evidence import evidence_add
from programs.services.tasks.transitions import task_transition, tasks_transition

LABELS = {
    "assign": gettext_lazy("assign"),
    "acknowledge": gettext_lazy("acknowledge for the agency"),
    "start": gettext_lazy("start work for the agency"),
    "report_done": gettext_lazy("report done for the agency"),
    "return": gettext_lazy("return for more work"),
    "close": gettext_lazy("verify and close"),
    "reopen": gettext_lazy("reopen"),
    "suspend": gettext_lazy("suspend"),
    "resume": gettext_lazy("resume"),
    "cancel": gettext_lazy("cancel the task"),
}
EXPLAINED = {
    "assign": gettext_lazy("The lead agency is asked to acknowledge the task; from then on its lateness is counted."),
    "close": gettext_lazy(
        "Closing strikes the task off. Whoever reported it done cannot close it, and there must be evidence."
    ),
    "cancel": gettext_lazy("A cancelled task stays on record and can be reopened."),
}


def _transition(name: str) -> Step:
    def one(task: Task, call: Call) -> str:
        moved = task_transition(
            task=task, transition=name, by=call.by, reason=call.reason, expected_version=call.version
        )
        return _("%(task)s is now in the state “%(state)s”.") % {"task": moved.code, "state": moved.get_state_display()}

    def many(tasks: QuerySet[Task], call: Call) -> str:
        count = tasks_transition(tasks=tasks, transition=name, by=call.by, reason=call.reason)
        return ngettext("%(count)d task was moved on.", "%(count)d tasks were moved on.", count) % {"count": count}

    sources, _target = TRANSITIONS[name]
    return Step(
        name=name.replace("_", "-"),
        label=LABELS[name],
        one=one,
        many=many,
        when=lambda task: task.state in sources,
        reason="required" if name in NEEDS_REASON else "optional",
        explains=EXPLAINED.get(name, ""),
        danger=name == "cancel",
    )


class DueForm(forms.Form):
    """A new due date."""

    due = PlainDateField(label=gettext_lazy("new due date"))


def _reschedule(task: Task, call: Call) -> str:
    if call.data["due"] == task.due:
        return _("%(day)s is the due date already. Nothing was changed.") % {"day": task.due.isoformat()}
    moved = task_reschedule(
        task=task, due=call.data["due"], by=call.by, reason=call.reason, expected_version=call.version
    )
    return _("%(task)s is now due on %(day)s. The original due date stays on record.") % {
        "task": moved.code,
        "day": moved.due.isoformat(),
    }


class EvidenceForm(forms.Form):
    """A file or a web address that proves progress."""

    title = forms.CharField(label=gettext_lazy("title"), max_length=200)
    url = forms.URLField(label=gettext_lazy("web address"), required=False, max_length=500, assume_scheme="https")
    file = forms.FileField(label=gettext_lazy("file"), required=False)


def _add_evidence(task: Task, call: Call) -> str:
    evidence_add(task=task, title=call.data["title"], url=call.data["url"], file=call.data["file"], by=call.by)
    return _("The evidence is added.")


def _changeable(task: Any) -> bool:
    return task.state not in FINISHED


TASK_STEPS = (
    *(_transition(name) for name in TRANSITIONS),
    Step(name="due", label=gettext_lazy("change the due date"), one=_reschedule, when=_changeable, form=DueForm),
    Step(
        name="evidence",
        label=gettext_lazy("add evidence"),
        one=_add_evidence,
        when=_changeable,
        reason="none",
        form=EvidenceForm,
    ),
)
