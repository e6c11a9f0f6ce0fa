"""The report as a document: its model, and the chapters that fill it."""
