"""The reader's own say on merged rows of an open record: shown apart, and put together again."""

from collections.abc import Callable

from viewer.record.binder import Binder


class Merges:
    """Made by the chart. ``check`` raises where the record is closed; ``show`` has a new state made without delay."""

    def __init__(
        self, binder: Callable[[], Binder], check: Callable[[], None], show: Callable[[], None]
    ) -> None:
        self._binder, self._check, self._show = binder, check, show

    def split(self, fact: int) -> bool:
        """Show every source's row of a merged one by itself, also when more arrives. ``fact`` is any of its facts.
        False when it is in no merged row.

        Raises:
            WrongMoment: the record was closed.
        """
        self._check()
        return self._done(self._binder().split(fact))

    def rejoin(self, fact: int) -> bool:
        """Undo a split, by any row of it. False when there was none.

        Raises:
            WrongMoment: the record was closed.
        """
        self._check()
        return self._done(self._binder().rejoin(fact))

    def _done(self, changed: bool) -> bool:
        if changed:
            self._show()
        return changed
