"""Errors of this package.

PrawatError
└── TableUnreadable   a rule table is not what it should be
"""

from viewer.base.errors import PrawatError


class TableUnreadable(PrawatError):
    """A rule table cannot be used; ``str()`` names the file, the rule and the field, never a value."""

    code = "rule-table-unreadable"
