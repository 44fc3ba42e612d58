"""The bot in a terminal: one-shot commands, a prompt, and plain or coloured output."""
