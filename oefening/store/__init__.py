"""The event log: keeps what happened, durably and in order. It knows nothing of what events mean."""
