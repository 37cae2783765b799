"""Small signs: levels, dots, messages, colour ramps and square codes."""
