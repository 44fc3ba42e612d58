"""The fact core: records, their checks, money and lookup. Knows no chat, network or clock."""
