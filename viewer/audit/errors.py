"""What can go wrong with the audit trail.

PrawatError
  AuditError
    OutboxUnwritable    the event could not be written: nothing may be revealed
    OutboxDamaged       the chain of rows does not hold
"""

from viewer.base.errors import PrawatError


class AuditError(PrawatError):
    """The audit trail cannot do its work."""

    code = "audit"


class OutboxUnwritable(AuditError):
    """Disk full, read-only, locked, gone: what was to be audited must not happen."""

    code = "audit-unwritable"


class OutboxDamaged(AuditError):
    """A row was changed, removed or put in between."""

    code = "audit-damaged"
