"""The commands, one module each: turning arguments into calls, and printing the outcome."""
