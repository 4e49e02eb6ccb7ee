"""The environment of a test run, set before Django reads its settings (a pytest plugin named in pyproject.toml).

Only what is absent is set: `make test-services` names its own engines.
"""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DEBUG", "True")
os.environ.setdefault("SECRET_KEY", "key-of-a-test-run-that-signs-nothing-of-worth")
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ.setdefault(
    "VAR_DIR", str(Path(tempfile.gettempdir()) / f"tracker-test-var-{os.getuid() if hasattr(os, 'getuid') else 0}")
)
os.environ["LANGUAGE_CODE"] = "en"
