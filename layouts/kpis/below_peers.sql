-- id: below_peers
-- title: Below their peers
-- about: Gap to the lowest quarter of segment and stage
-- unit: short
-- direction: up
-- refresh: 6h
-- expire_after: 7d
-- result: table
-- widget: table
-- The 25th percentile lies a quarter of the way between the lowest and the highest, between two accounts.
with quarter as (
    select segment, lifecycle, sum(adoption * (1 - abs(0.25 * (many - 1) - place))) as low
    from adoption_ranks
    where many >= 4 and abs(0.25 * (many - 1) - place) < 1
    group by segment, lifecycle
)
select own.name as account, own.adoption as in_use, quarter.low as low_quarter, own.adoption - quarter.low as gap
from adoption_ranks as own
join quarter on quarter.segment = own.segment and quarter.lifecycle = own.lifecycle
where own.adoption < quarter.low
order by own.adoption - quarter.low, own.name
limit 6
