"""The full screens, one a module, with its style sheet beside it. They ask the app through `tui.navigation` only."""
