"""Text for people, below everything else: translation, and small helpers that know nothing of exercises."""
