-- id: benchmark_adoption
-- title: Typical use
-- about: Median of licences in use, by segment and stage
-- unit: percentunit
-- direction: up
-- refresh: 6h
-- expire_after: 7d
-- result: table
-- widget: table
select segment, lifecycle, max(many) as accounts, avg(adoption) as median
from adoption_ranks
where 2 * (place + 1) between many and many + 2
group by segment, lifecycle
order by segment, lifecycle
