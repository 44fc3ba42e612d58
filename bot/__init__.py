"""Request in, reply out: commands, cards and words, without any platform."""
