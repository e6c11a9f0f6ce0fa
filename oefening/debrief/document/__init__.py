"""The report as a document: the document model, and a module for each group of chapters."""
