"""Texts of packages that people meet here and that the packages' own Chinese catalogues lack or word otherwise.

Django merges every app's catalogue into one, so a translation in ours serves the package. Listed, never called.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

DJANGO = (
    gettext_noop(":"),
    gettext_noop(":?.!"),
    gettext_noop("Error:"),
    gettext_noop("Model name"),
    gettext_noop("Add link"),
    gettext_noop("Change or view list link"),
    gettext_noop("%(model)s instance with %(field)s %(value)r is not a valid choice."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        1,
    ),
)
REST_FRAMEWORK = (
    gettext_noop("A valid biginteger is required."),
    gettext_noop("Integer value too large to convert to float"),
)
DJANGO_FILTER = (
    gettext_noop("Range query expects two values."),
    gettext_noop("Multiple values may be separated by commas."),
)
SPECTACULAR = (
    gettext_noop("No response body"),
    gettext_noop("Unspecified response body"),
    gettext_noop('Token-based authentication with required prefix "%s"'),
)
AXES = (
    gettext_noop("access attempt"),
    gettext_noop("access attempts"),
    gettext_noop("access failure"),
    gettext_noop("access failures"),
    gettext_noop("Access lock out"),
    gettext_noop("IP Address"),
    gettext_noop("User Agent"),
    gettext_noop("Failed Logins"),
    gettext_noop("Attempt Time"),
    gettext_noop("Path"),
)
# "Task" is a programme's task in this product; what the schedule starts is a job.
CELERY_BEAT = (
    gettext_noop("periodic task"),
    gettext_noop("periodic tasks"),
)
