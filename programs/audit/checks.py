"""System checks of the audit trail and of scoping: no model is forgotten, and the triggers stand as the models want."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import DatabaseError

from programs.audit import install, models_audited
from programs.scoping import declares_scope


@register(Tags.models)
def every_model_is_audited_or_exempt(**_: Any) -> list[CheckMessage]:
    """programs.E001: an installed app whose tables are neither audited nor exempt with a reason."""
    reasons: dict[str, str] = {}
    for config in models_audited.our_configs():
        reasons |= getattr(config, "audit_exempt_apps", {})
    return [
        Error(
            f"Nothing says whether changes to {config.label} are audited.",
            hint="Add it to audit_exempt_apps of an app configuration, with the reason.",
            id="programs.E001",
        )
        for config in apps.get_app_configs()
        if config.label not in models_audited.OUR_APPS
        and any(config.get_models())
        and not reasons.get(config.label, "").strip()
    ]


@register(Tags.models)
def exemptions_name_models_and_reasons(**_: Any) -> list[CheckMessage]:
    """programs.E002: an exemption, or a list of columns, that names no model of its app, or an exemption without a reason."""
    found: list[CheckMessage] = []
    for config in models_audited.our_configs():
        known = {model.__name__ for model in config.get_models(include_auto_created=True)}
        exempt = getattr(config, "audit_exempt", {})
        names = [
            *exempt,
            *getattr(config, "append_only", ()),
            *getattr(config, "audit_ignored", {}),
            *getattr(config, "audit_hidden", {}),
        ]
        wrong = sorted(
            {name for name in names if name not in known}
            | {name for name, reason in exempt.items() if not reason.strip()}
        )
        found += [
            Error(
                f"{config.label}: {name} is no model of this app, or is exempt without a reason.",
                hint="Correct the app configuration.",
                id="programs.E002",
            )
            for name in wrong
        ]
    return found


@register(Tags.database)
def triggers_are_as_the_models_want(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """programs.W003: triggers are missing or changed. A warning, because `migrate` runs this check and mends it."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        try:
            differences = install.differences(alias)
        except DatabaseError:
            continue
        if differences:
            more = f" and {len(differences) - 5} more" if len(differences) > 5 else ""
            hint = "Find out who changed them, then run: python manage.py migrate"
            found.append(
                CheckWarning(
                    f"The audit triggers are not as they should be: {'; '.join(differences[:5])}{more}.",
                    hint=hint,
                    id="programs.W003",
                )
            )
    return found


@register(Tags.models)
def every_model_says_who_sees_it(**_: Any) -> list[CheckMessage]:
    """programs.E004: a model without scope is seen by nobody, which is safe but hardly meant."""
    return [
        Error(
            f"{model._meta.label} does not say who may see it.",
            hint="Give it scope_program, scope_agencies or scope_roles (programs/scoping.py).",
            id="programs.E004",
        )
        for config in models_audited.our_configs()
        for model in config.get_models()
        if not declares_scope(model)
    ]
