"""What every test shares: databases and files of its own, no network, a fast password hasher.

A run must never meet another run or a developer's data, so the test database, media and report folders carry a
name of this run. Sockets are closed; a test marked `loopback` may talk to this machine, and so may every test
where `REDIS_URL` makes the cache a server (`make test-services`).
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_socket

LOOPBACK = ["127.0.0.1", "::1"]


def run_name() -> str:
    """A name that all workers of one pytest run share and no other run has."""
    return os.environ.get("PYTEST_XDIST_TESTRUNUID", "")[:12] or f"p{os.getpid()}"


def worker_name() -> str:
    """The xdist worker's name, or `main` without xdist."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def run_folder() -> Iterator[Path]:
    """A temporary folder of this worker alone; removed when its tests are done."""
    folder = Path(tempfile.mkdtemp(prefix=f"tracker-test-{run_name()}-{worker_name()}-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(run_folder: Path) -> None:
    """One database per run and worker: a file for SQLite (so that locks are real), a named database elsewhere."""
    from django.conf import settings

    test = settings.DATABASES["default"].setdefault("TEST", {})
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        test["NAME"] = str(run_folder / "test.sqlite3")
    else:
        test["NAME"] = f"test_tracker_{run_name()}_{worker_name()}"


@pytest.fixture(scope="session", autouse=True)
def own_queue() -> None:
    """Wake-ups of a run go to a queue of its own, so that nobody else's worker hears them."""
    from tracker.celery import app

    options = {**app.conf.broker_transport_options, "global_keyprefix": f"{run_name()}-{worker_name()}-"}
    app.conf.broker_transport_options = options


@pytest.fixture(autouse=True)
def own_cache(request: pytest.FixtureRequest) -> None:
    """Each test begins with an empty cache: a name of its own, because a shared Redis must not be flushed."""
    from django.conf import settings
    from django.core.cache import caches

    prefix = f"{run_name()}-{worker_name()}-{request.node.nodeid}"
    settings.CACHES["default"]["KEY_PREFIX"] = prefix
    caches["default"].key_prefix = prefix


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """Each test begins in the language of the settings: a request leaves its own behind in the thread."""
    from django.utils import translation

    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogues() -> None:
    """Tests read the translations as they stand in the sources."""
    from tracker.catalogues.files import compile_place
    from tracker.catalogues.places import places

    for place in places():
        compile_place(place)


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path: Path, run_folder: Path) -> None:
    """Files that a test writes stay in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = run_folder
    # Listing every static file takes longer than most tests; the live server finds them by itself.
    settings.WHITENOISE_USE_FINDERS = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A request in Chinese leaves its language active; the next test must not meet it."""
    from django.utils import translation

    with translation.override("en"):
        yield


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Close the network before each test, loopback excepted where the test says so."""
    if item.get_closest_marker("loopback") or item.get_closest_marker("browser") or os.environ.get("REDIS_URL"):
        pytest_socket.enable_socket()
        pytest_socket.socket_allow_hosts(LOOPBACK, allow_unix_socket=True)
    else:
        pytest_socket.disable_socket(allow_unix_socket=True)


def pytest_runtest_teardown() -> None:
    """Open sockets again, so that fixtures of a wider scope can close theirs."""
    pytest_socket.enable_socket()
