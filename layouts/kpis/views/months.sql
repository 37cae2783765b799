-- The first days of this month and the twelve before, and today.
select cast(:m12 as date) as day
union select cast(:m11 as date) as day
union select cast(:m10 as date) as day
union select cast(:m9 as date) as day
union select cast(:m8 as date) as day
union select cast(:m7 as date) as day
union select cast(:m6 as date) as day
union select cast(:m5 as date) as day
union select cast(:m4 as date) as day
union select cast(:m3 as date) as day
union select cast(:m2 as date) as day
union select cast(:m1 as date) as day
union select cast(:m0 as date) as day
union select cast(:today as date) as day
