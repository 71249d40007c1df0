"""The deeds: remind, record, summarise, settle. Each takes what it needs and returns neutral replies."""
