"""Everything that touches the world: the terminal, and what wires it all together."""
