-- id: gross_margin
-- title: Gross margin
-- about: Revenue less cost of service, of revenue
-- unit: percentunit
-- direction: up
-- decimals: 0
-- history_hours: 2160
-- compare_hours: 720
-- refresh: 6h
-- expire_after: 7d
-- result: scalar
-- widget: number
select sum(case when month = :last_month then revenue - cogs end) * 1.0
    / nullif(sum(case when month = :last_month then revenue end), 0) as value,
    sum(case when month = :m2 then revenue - cogs end) * 1.0
    / nullif(sum(case when month = :m2 then revenue end), 0) as previous
from spend
