"""A view as a change of an earlier one, so that little goes over the line. Pure; knows views only as attrs classes.

A change is a JSON object. `kind` names the class where the whole view is sent; `fields` has fields anew; `items` has
for a field that is a tuple its new length and the items that differ, by their place: most of what happens is added at
the end of a list or changes one thing in it.
"""

from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

import attrs

from oefening.net.protocol import ProtocolError, converter
from oefening.session.leader_views import LeaderView
from oefening.session.views import ObserverView, RoomView, TeamView

View = TeamView | ObserverView | RoomView | LeaderView

KINDS: dict[str, Any] = {kind.__name__: kind for kind in get_args(View)}


def change_between(before: View | None, after: View) -> dict[str, Any]:
    """What makes the view before into the one after; the whole view where there was none, or one of another kind."""
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
            differing = [place for place, item in enumerate(new) if place >= len(old) or _differs(old[place], item)]
            items[name] = [len(new), {str(place): converter.unstructure(new[place]) for place in differing}]
    return {"fields": fields, "items": items}


def _differs(old: object, new: object) -> bool:
    """Whether an item changed; most did not, and are the very same value."""
    return old is not new and old != new


def is_nothing(change: dict[str, Any]) -> bool:
    """Whether a change changes nothing."""
    return "kind" not in change and not change["fields"] and not change["items"]


def changed(before: View | None, change: dict[str, Any]) -> View:
    """The view after a change.

    Raises:
        ProtocolError: this is no change of that view.
    """
    try:
        kind = change.get("kind")
        if kind is not None:
            whole: View = converter.structure(change["fields"], KINDS[kind])
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
    for name, (length, items) in change["items"].items():
        whole = list(getattr(before, name))[:length]
        for place, value in items.items():
            item = converter.structure(value, types[name])
            whole[int(place) : int(place) + 1] = [item]
        if len(whole) != length:
            raise ProtocolError(name)
        new[name] = tuple(whole)
    return attrs.evolve(before, **new)


def _kind(view: View) -> Any:
    return type(view)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _fields(kind: Any) -> dict[str, Any]:
    """The fields of a view, each with the type of its items where it is a tuple of any length."""
    hints = _hints(kind)
    return {
        field.name: get_args(hints[field.name])[0] if get_origin(hints[field.name]) is tuple else None
        for field in attrs.fields(kind)
    }
