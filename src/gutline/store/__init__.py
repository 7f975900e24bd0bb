"""The only room that knows rows: tables, queries that read, services that change.

Nothing is loaded here: `gutline.store.settings.configure` says which database is meant, and
`gutline.store.opening.open_store` makes it ready.
"""
