"""Every path of a script: what can come of it, and which decisions that hangs on."""
