"""The admin site that coordination staff work in."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class TrackerAdminSite(AdminSite):
    """Django's admin site under the product's name."""

    site_header = _("Pilot-Zone Tracker")
    site_title = _("Pilot-Zone Tracker")
    index_title = _("Work of the coordination group office")
