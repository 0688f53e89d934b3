"""The root of every error Prawat raises on purpose.

PrawatError
  ... one tree per package, drawn in that package's errors module
"""


class PrawatError(Exception):
    """Something went wrong that a user can be told about.

    ``code`` is stable and in kebab-case; ``str()`` holds no patient data, no URL and no token.
    The Thai sentence for the user is chosen by screen/complaints.py from ``code``.
    """

    code: str = "unexpected"
