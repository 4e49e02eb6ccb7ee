#!/usr/bin/env python3
"""The one door to everything: `make run`, `make test` and the others call it, and so may you (`python3 run.py help`).

Standard library only, and written so that an old Python can read it far enough to say what is missing. It finds
Python 3.11 and hands over to `tracker.first_run`, which needs nothing installed either.
"""

import os
import subprocess
import sys

WANTED = (3, 11)
# Set for the restart in UTF-8 mode, so that the restarted process knows whose PYTHONIOENCODING it sees.
OURS = "TRACKER_UTF8_RESTART"
MISSING = """Python 3.11 was not found on this machine (this is Python %d.%d).
  Debian, Ubuntu:  sudo apt-get install python3.11 python3.11-venv
  macOS:           brew install python@3.11
  Windows:         winget install Python.Python.3.11
  any system:      uv python install 3.11
Then run the same command again. If it is installed elsewhere: PYTHON=/path/to/python3.11 make run
"""


def candidates():
    """Commands that may be Python 3.11, the most explicit first."""
    if os.environ.get("PYTHON"):
        yield [os.environ["PYTHON"]]
    yield ["python3.11"]
    if os.name == "nt":
        yield ["py", "-3.11"]
    home = os.path.expanduser("~")
    for folder in (os.path.join(home, ".pyenv", "versions"), os.path.join(home, ".local", "share", "uv", "python")):
        if os.path.isdir(folder):
            for name in sorted(os.listdir(folder), reverse=True):
                if "3.11" in name:
                    yield [os.path.join(folder, name, "bin", "python3")]
    yield ["/usr/bin/python3.11"]
    yield ["/opt/homebrew/bin/python3.11"]
    yield ["/usr/local/bin/python3.11"]


def is_wanted(command):
    """True when the command starts and is Python 3.11 (a shim of a version manager may exist and not start)."""
    code = "import sys; sys.exit(0 if sys.version_info[:2] == (3, 11) else 1)"
    try:
        return subprocess.call(command + ["-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def hand_over():
    """Start this file again with Python 3.11 and return its exit code; say what to install where there is none."""
    for command in candidates():
        if is_wanted(command):
            arguments = command + [os.path.abspath(__file__)] + sys.argv[1:]
            if os.name == "nt":
                return subprocess.call(arguments)
            os.execvp(arguments[0], arguments)
    sys.stderr.write(MISSING % sys.version_info[:2])
    return 1


def needs_utf8_mode():
    """True where the locale hides the characters of a path (a Chinese folder name under LC_ALL=C) from Python."""
    return not sys.flags.utf8_mode and sys.getfilesystemencoding().lower() not in ("utf-8", "utf8")


def start_in_utf8_mode():
    """Start this file again with paths read as UTF-8; the terminal still gets only what its locale can show."""
    os.environ["PYTHONIOENCODING"] = "%s:replace" % (sys.stdout.encoding or "ascii")
    os.environ[OURS] = "1"
    os.execv(sys.executable, [sys.executable, "-X", "utf8", os.path.abspath(__file__)] + sys.argv[1:])


def main():
    """Hand over to Python 3.11 if this is another version, else carry out the command."""
    if sys.version_info[:2] != WANTED:
        return hand_over()
    if os.name != "nt" and needs_utf8_mode():
        start_in_utf8_mode()
    if os.environ.pop(OURS, None):
        # It was meant for this process; the programs that it starts write UTF-8 into their logs.
        os.environ.pop("PYTHONIOENCODING", None)
    root = os.path.dirname(os.path.abspath(__file__))
    os.chdir(root)
    sys.path.insert(0, root)
    from tracker.first_run.commands import carry_out

    return carry_out(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
