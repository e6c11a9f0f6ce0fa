"""What each seat sees: view classes, the read model they are built from, and the functions that build them. Pure."""
