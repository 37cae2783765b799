-- The last twelve whole months: first day, and first day of the next one.
select cast(:m12 as date) as start_day, cast(:m11 as date) as stop_day
union all select cast(:m11 as date) as start_day, cast(:m10 as date) as stop_day
union all select cast(:m10 as date) as start_day, cast(:m9 as date) as stop_day
union all select cast(:m9 as date) as start_day, cast(:m8 as date) as stop_day
union all select cast(:m8 as date) as start_day, cast(:m7 as date) as stop_day
union all select cast(:m7 as date) as start_day, cast(:m6 as date) as stop_day
union all select cast(:m6 as date) as start_day, cast(:m5 as date) as stop_day
union all select cast(:m5 as date) as start_day, cast(:m4 as date) as stop_day
union all select cast(:m4 as date) as start_day, cast(:m3 as date) as stop_day
union all select cast(:m3 as date) as start_day, cast(:m2 as date) as stop_day
union all select cast(:m2 as date) as start_day, cast(:m1 as date) as stop_day
union all select cast(:m1 as date) as start_day, cast(:m0 as date) as stop_day
