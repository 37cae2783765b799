"""`leaderboard`: ranks with movement."""
