"""Commands for people: check, plan, render, gallery, demo, doctor."""
