"""`heatcalendar`: the days of many weeks as colours."""
