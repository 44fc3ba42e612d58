"""Discord: interactions and mentions in, Components V2 out; nothing of Discord leaves this folder."""
