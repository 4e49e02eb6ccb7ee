"""Screen of the blocks that seal the audit trail in a chain."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from programs.actors import Role
from programs.admin.base import ViewOnlyAdmin
from programs.admin.cells import column
from programs.models import AuditBlock


@admin.register(AuditBlock)
class AuditBlockAdmin(ViewOnlyAdmin):
    """The chain: each block's digest covers the previous one."""

    read_roles = (Role.COORDINATOR, Role.AUDITOR)
    list_display = ("number", "sealed_at", "count", "digest_shown", "previous_shown")
    ordering = ("-number",)
    fields = ("number", "sealed_at", "count", "digest_shown", "previous_shown")
    readonly_fields = fields

    @column(_("digest"))
    def digest_shown(self, block: AuditBlock) -> str:
        """The digest of the block."""
        return format_html('<code class="digest">{}</code>', block.digest)

    @column(_("previous digest"))
    def previous_shown(self, block: AuditBlock) -> str:
        """The digest that it continues."""
        return format_html('<code class="digest">{}</code>', block.previous)
