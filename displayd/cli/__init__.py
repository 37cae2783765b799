"""The command `displayd`: a module for each family of commands, and in it each command with its arguments and call."""
