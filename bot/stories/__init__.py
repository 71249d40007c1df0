"""Stories: what people do and what they hear, one step a line, played on the real bot."""
