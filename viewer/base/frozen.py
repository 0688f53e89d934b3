"""What the garbage collector need not go through again, and whether there is any.

Python would tell by counting it (gc.get_freeze_count): that takes 0.1 s of a large record, at every tick.
"""

import gc


class _Frozen:
    """Of the process, as the collector is."""

    def __init__(self) -> None:
        self._some = False

    def __bool__(self) -> bool:
        """Whether anything was frozen since the last thaw."""
        return self._some

    def freeze(self) -> None:
        """Leave all that stands now to itself."""
        gc.freeze()
        self._some = True

    def thaw(self) -> None:
        """Go through all of it again."""
        gc.unfreeze()
        self._some = False


FROZEN = _Frozen()
