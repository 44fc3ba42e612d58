"""What outlives a restart, in SQLite or PostgreSQL: the implementations of the ports of bot/."""
