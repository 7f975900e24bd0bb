"""Services: the only functions that change what is kept."""
