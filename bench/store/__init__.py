"""How fast the store is at a million entries."""
