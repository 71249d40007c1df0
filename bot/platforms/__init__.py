"""The voices: one folder per chat, each with `listen` (in), `render` (pure) and `client` (out)."""
