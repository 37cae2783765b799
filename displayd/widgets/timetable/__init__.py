"""`timetable`: departures, menus, shifts."""
