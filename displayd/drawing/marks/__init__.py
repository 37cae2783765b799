"""Small signs: levels, dots, messages and colour ramps."""
