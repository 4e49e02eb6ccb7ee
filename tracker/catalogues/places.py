"""Where messages and catalogues lie: one catalogue for each app and language."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

APPS = ("programs", "indicators", "reports", "tracker")
SOURCE_LANGUAGE = "en"


@dataclass(frozen=True)
class Place:
    """An app's folder and its catalogue of one language (a locale name such as zh_Hans)."""

    app: str
    folder: Path
    locale: str

    @property
    def po(self) -> Path:
        """The catalogue that people edit."""
        return self.folder / "locale" / self.locale / "LC_MESSAGES" / "django.po"

    @property
    def mo(self) -> Path:
        """The compiled catalogue that Django reads."""
        return self.po.with_suffix(".mo")


def target_locales() -> list[str]:
    """The languages that need a catalogue, as locale names; English is the language of the message ids."""
    from django.utils.translation import to_locale

    return [to_locale(code) for code, _name in settings.LANGUAGES if code != SOURCE_LANGUAGE]


def places() -> list[Place]:
    """Every app × language, whether or not its catalogue exists yet."""
    return [Place(app, settings.BASE_DIR / app, locale) for app in APPS for locale in target_locales()]
