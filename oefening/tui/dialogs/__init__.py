"""Windows over a screen that ask for one thing and return it as their result."""
