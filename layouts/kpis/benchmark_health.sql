-- id: benchmark_health
-- title: Typical health
-- about: Median health, by segment and stage
-- unit: short
-- direction: up
-- amber: 75
-- red: 50
-- refresh: 6h
-- expire_after: 7d
-- result: table
-- widget: table
select segment, lifecycle, max(many) as accounts, avg(health) as median
from (
    select segment, lifecycle, health,
        row_number() over (partition by segment, lifecycle order by health) as place,
        count(*) over (partition by segment, lifecycle) as many
    from account_health
    where health is not null and segment is not null and lifecycle is not null
) as sorted
where 2 * place between many and many + 2
group by segment, lifecycle
order by segment, lifecycle
