"""The right answers of every shipped KPI, worked out row by row in plain Python and not by any SQL."""
