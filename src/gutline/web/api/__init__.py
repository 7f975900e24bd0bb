"""The JSON API: the same services as the pages, for scripts, shortcuts and the outbox."""
