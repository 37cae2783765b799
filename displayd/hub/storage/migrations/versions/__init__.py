"""The migrations, each in a file; none is changed after a release, and each may be taken again without harm."""
