-- id: busy_hours
-- title: Busy hours
-- about: Tickets an hour, mean of four whole weeks
-- unit: short
-- decimals: 1
-- refresh: 6h
-- expire_after: 7d
-- result: table
-- widget: heatmap
-- Two hours in each column, from the one in its name; four weeks of them are eight hours.
with came as (
    select date_diff('day', :w4, cast(created_at as date)) % 7 as weekday, extract(hour from created_at) as hour_of_day
    from tickets
    where created_at >= :w4 and created_at < :week
),
names as (
    select 0 as weekday, 'Mon' as name
    union all select 1 as weekday, 'Tue' as name
    union all select 2 as weekday, 'Wed' as name
    union all select 3 as weekday, 'Thu' as name
    union all select 4 as weekday, 'Fri' as name
)
select names.name as weekday,
    count(case when came.hour_of_day between 9 and 10 then 1 end) / 8.0 as h09,
    count(case when came.hour_of_day between 11 and 12 then 1 end) / 8.0 as h11,
    count(case when came.hour_of_day between 13 and 14 then 1 end) / 8.0 as h13,
    count(case when came.hour_of_day between 15 and 16 then 1 end) / 8.0 as h15,
    count(case when came.hour_of_day between 17 and 18 then 1 end) / 8.0 as h17
from names
left join came on came.weekday = names.weekday
group by names.weekday, names.name
order by names.weekday
