"""What Pouce knows and decides: pure functions and frozen dataclasses, standard library only."""
