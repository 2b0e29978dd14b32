"""How data that holds trees is compared, hashed, copied, pickled and shown."""

from __future__ import annotations

from typing import Any, Self

__all__ = ["Data"]


class Data:
    """What holds trees is compared, hashed, pickled and shown by its record (see serialize): at
    any depth, where SymPy's own ways recurse, and with 0.50 apart from 1/2."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if self is other or type(self) is not type(other):
            return self is other
        from chainrule.serialize import record

        return record(self) == record(other)

    def __hash__(self) -> int:
        from chainrule.serialize import record

        return hash(record(self))

    def __reduce__(self) -> tuple[Any, tuple[type, str]]:
        from chainrule.serialize import record, restore

        return restore, (type(self), record(self))

    def __deepcopy__(self, _seen: object) -> Self:
        return self

    __copy__ = __deepcopy__

    def __repr__(self) -> str:
        from chainrule.serialize import outline

        return outline(self)
