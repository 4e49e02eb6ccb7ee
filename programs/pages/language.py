"""The switch in the head of every page."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.i18n import set_language

from programs.models import User
from programs.pages.accounts import LANGUAGES
from programs.selectors import actor_of_user
from programs.services.preferences import language_prefer


def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Keep the choice in this browser and, for whoever is signed in, on the account."""
    language, user = request.POST.get("language", ""), request.user
    if isinstance(user, User) and language in LANGUAGES and language != user.language:
        language_prefer(user=user, language=language, by=actor_of_user(user))
    return set_language(request)
