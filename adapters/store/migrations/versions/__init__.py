"""One module a migration; its name begins with its number. A released one is never changed."""
