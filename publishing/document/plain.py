"""Turns parts into plain JSON values and back, by the types that their fields declare.

Reading is strict: a key that no field has is refused, and a missing one that has no default.
"""

from __future__ import annotations

from dataclasses import Field, fields, is_dataclass
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Part = TypeVar("Part")


def plain(value: Any) -> Any:
    """The value for JSON: parts as objects, dates as ISO text, all the way down.

    An optional field that says nothing is left out.
    """
    if is_dataclass(value):
        found = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: plain(item) for field, item in found if not _is_silent(field, item)}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def read_part(kind: type[Part], content: dict[str, Any]) -> Part:
    """The part that `plain` wrote. Raises ValueError for content that is no such part."""
    found: Part = _read(kind, content)
    return found


def _read(declared: Any, item: Any) -> Any:
    if item is None:
        return None
    if get_origin(declared) is UnionType:  # of something and None
        declared = next(kind for kind in get_args(declared) if kind is not type(None))
    if get_origin(declared) is tuple:
        return tuple(_read(get_args(declared)[0], one) for one in item)
    if is_dataclass(declared):
        return _part(declared, item)
    return date.fromisoformat(item) if declared is date else item


def _part(kind: Any, content: dict[str, Any]) -> Any:
    types = _types(kind)
    if unknown := content.keys() - types.keys():
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}.")
    values = {name: _read(types[name], item) for name, item in content.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise ValueError(f"{kind.__name__} is not whole: {error}") from None


@cache
def _types(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _is_silent(field: Field[Any], value: Any) -> bool:
    return "is_optional" in field.metadata and value == field.default
