"""One-page briefings made only of facts."""
