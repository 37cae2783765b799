"""Films: which files are some, and ffmpeg, which decodes them in a process of its own."""
