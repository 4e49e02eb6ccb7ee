"""Message catalogues in pure Python (Babel): collect messages, compile them, find what is missing.

No GNU gettext programs are needed, so a fresh machine translates as it stands.
"""
