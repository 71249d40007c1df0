"""Slack: what people do there becomes events, and what Pouce says becomes blocks."""
