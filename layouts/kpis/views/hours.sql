-- The last twelve hours that are over, by their beginning.
select date_trunc('hour', cast(:h12 as timestamp)) as start_at
union all select date_trunc('hour', cast(:h11 as timestamp)) as start_at
union all select date_trunc('hour', cast(:h10 as timestamp)) as start_at
union all select date_trunc('hour', cast(:h9 as timestamp)) as start_at
union all select date_trunc('hour', cast(:h8 as timestamp)) as start_at
union all select date_trunc('hour', cast(:h7 as timestamp)) as start_at
union all select date_trunc('hour', cast(:h6 as timestamp)) as start_at
union all select date_trunc('hour', cast(:h5 as timestamp)) as start_at
union all select date_trunc('hour', cast(:h4 as timestamp)) as start_at
union all select date_trunc('hour', cast(:h3 as timestamp)) as start_at
union all select date_trunc('hour', cast(:h2 as timestamp)) as start_at
union all select date_trunc('hour', cast(:h1 as timestamp)) as start_at
