"""What each seat sees: view classes, the read model, and the functions that build views. Pure."""
