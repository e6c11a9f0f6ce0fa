"""Differences between views. Pure; knows views only as attrs classes.

A view holds everything its seat sees and grows during the exercise, while one event changes little of it. Sending whole
views to a thousand guests would fill the Wi-Fi and cost most of the server's time.

A difference is a JSON object. With `kind`, the name of a view class, `fields` is a whole view. Without it, `fields` has
the new values of changed fields, and `items` the changes in fields that are tuples of any length: either the changed
items by index, or [number of items kept at the beginning, number kept at the end, the new items between]. Nearly every
event adds an item to a list or changes one in it.
"""

from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

import attrs

from oefening.net.protocol import ProtocolError, converter
from oefening.views.leader import LeaderView
from oefening.views.participant import AudienceView, ObserverView, TeamView

View = TeamView | ObserverView | AudienceView | LeaderView

VIEW_TYPES: dict[str, Any] = {kind.__name__: kind for kind in get_args(View)}


def diff(before: View | None, after: View) -> dict[str, Any]:
    """The difference between two views; the whole view where there was none before, or one of another class."""
    if type(before) is not type(after):
        return {"kind": type(after).__name__, "fields": converter.unstructure(after)}
    fields: dict[str, Any] = {}
    items: dict[str, Any] = {}
    for name, item_type in _fields(_kind(after)).items():
        old, new = getattr(before, name), getattr(after, name)
        if old is new or old == new:
            continue
        if item_type is None:
            fields[name] = converter.unstructure(new)
        else:
            items[name] = _items_between(old, new)
    return {"fields": fields, "items": items}


def _items_between(old: tuple[object, ...], new: tuple[object, ...]) -> Any:
    if len(old) == len(new):
        pairs = enumerate(zip(old, new, strict=True))
        return {str(index): converter.unstructure(item) for index, (was, item) in pairs if _differs(was, item)}
    most = min(len(old), len(new))
    begin = next((index for index in range(most) if _differs(old[index], new[index])), most)
    end = next((n for n in range(most - begin) if _differs(old[-1 - n], new[-1 - n])), most - begin)
    return [begin, end, [converter.unstructure(item) for item in new[begin : len(new) - end]]]


def _differs(old: object, new: object) -> bool:
    """Whether an item changed. Most are the very same object, and then the deep comparison is skipped."""
    return old is not new and old != new


def is_empty(change: dict[str, Any]) -> bool:
    """Whether a difference changes nothing."""
    return "kind" not in change and not change["fields"] and not change["items"]


def apply_diff(before: View | None, change: dict[str, Any]) -> View:
    """Applies a difference to a view.

    Raises:
        ProtocolError: it is not a difference to that view.
    """
    try:
        kind = change.get("kind")
        if kind is not None:
            whole: View = converter.structure(change["fields"], VIEW_TYPES[kind])
            return whole
        if before is None:
            raise ProtocolError(type(before).__name__)
        return _patched(before, change)
    except ProtocolError:
        raise
    except Exception as error:
        raise ProtocolError(type(error).__name__) from error


def _patched(before: View, change: dict[str, Any]) -> View:
    types, hints = _fields(_kind(before)), _hints(_kind(before))
    new: dict[str, Any] = {name: converter.structure(value, hints[name]) for name, value in change["fields"].items()}
    for name, items in change["items"].items():
        if types[name] is None:
            raise ProtocolError(name)
        new[name] = _items_after(getattr(before, name), items, types[name])
    return attrs.evolve(before, **new)


def _items_after(old: tuple[object, ...], items: Any, item_type: Any) -> tuple[object, ...]:
    if isinstance(items, dict):
        anew = {int(index): converter.structure(value, item_type) for index, value in items.items()}
        if not set(anew) <= set(range(len(old))):
            raise ProtocolError(item_type)
        return tuple(anew.get(index, item) for index, item in enumerate(old))
    begin, end, between = items
    if not (begin >= 0 and end >= 0 and begin + end <= len(old)):
        raise ProtocolError(item_type)
    return (*old[:begin], *(converter.structure(value, item_type) for value in between), *old[len(old) - end :])


def _kind(view: View) -> Any:
    return type(view)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _fields(kind: Any) -> dict[str, Any]:
    """The fields of a view class, each with its item type if it is a tuple of any length, else None."""
    hints = _hints(kind)
    return {
        field.name: get_args(hints[field.name])[0] if get_origin(hints[field.name]) is tuple else None
        for field in attrs.fields(kind)
    }
