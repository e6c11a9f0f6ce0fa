"""The script: its model, loading with line numbers, conditions and checks. Pure: text in, values out."""
