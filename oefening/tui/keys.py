"""How keys are named, and which keys of a screen the help and the command palette list."""

from typing import Any

from textual.binding import Binding
from textual.screen import Screen

from oefening.tui.textual_private import own_bindings

_KEY_NAMES = {
    "space": "Spatie", "question_mark": "?", "plus": "+", "minus": "-", "escape": "Esc", "enter": "Enter",
    "tab": "Tab", "f1": "F1", "f5": "F5", "comma": ",", "full_stop": ".", "slash": "/",
}  # fmt: skip


def key_name(binding: Binding) -> str:
    """The name of a key: Ctrl+S, Spatie, Esc."""
    if binding.key_display:
        return binding.key_display
    first = binding.key.split(",")[0]
    if first.startswith("ctrl+"):
        return f"Ctrl+{first.removeprefix('ctrl+').upper()}"
    return _KEY_NAMES.get(first, first.upper())


def described_bindings(screen: Screen[Any]) -> list[Binding]:
    """The keys of a screen that can be used now: one for each action, without Textual's own."""
    described: dict[str, Binding] = {}
    for binding in own_bindings(screen):
        own = not binding.action.startswith(("app.focus", "screen.copy")) and not binding.system
        name = binding.action.partition("(")[0]
        if binding.description and own and screen.check_action(name, ()):
            described.setdefault(binding.action, binding)
    return list(described.values())
