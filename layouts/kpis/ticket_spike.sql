-- id: ticket_spike
-- title: Spike
-- about: Tickets of an hour against its usual, in usual swings (σ)
-- unit: "suffix: σ"
-- direction: down
-- amber: 2
-- red: 3
-- decimals: 1
-- history_hours: 8
-- compare_hours: 0
-- refresh: 5m
-- expire_after: 1h
-- result: scalar
-- widget: number
-- The last 60 minutes against the same 60 minutes of the 28 days before.
with ages as (
    select date_diff('second', created_at, :now) as age
    from tickets
    where created_at <= :now and created_at > :ts29
),
counts as (
    select floor(age / 86400.0) as days_back, count(*) as tickets
    from ages
    where age - floor(age / 86400.0) * 86400 < 3600
    group by floor(age / 86400.0)
),
sums as (
    select coalesce(sum(case when days_back = 0 then tickets end), 0) as latest,
        sum(case when days_back > 0 then tickets end) / 28.0 as mean,
        sum(case when days_back > 0 then tickets * tickets end) / 28.0 as mean_of_squares
    from counts
)
select (latest - mean) / sqrt(mean_of_squares - mean * mean) as value
from sums
where mean_of_squares > mean * mean
