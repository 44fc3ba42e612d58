"""Slack: events in, native blocks out; nothing of Slack leaves this folder."""
