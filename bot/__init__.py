"""Pouce: a coach that lives in the team chat, for the intrapreneurs of public digital services."""

__version__ = "0.1.0"
