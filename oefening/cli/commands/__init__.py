"""The commands, one a module. Each turns its arguments into calls and prints what comes of them."""
