"""Windows on top of a screen, one a module. Each asks for one thing; what was asked comes back as a result."""
