-- id: csat
-- title: Satisfied customers
-- about: Ratings of 4 or 5, of all ratings in 30 days
-- unit: percentunit
-- direction: up
-- amber: 0.85
-- red: 0.7
-- refresh: 5m
-- expire_after: 1h
-- result: scalar
-- widget: gauge
select sum(case when rating >= 4 then 1 else 0 end) * 1.0 / nullif(count(rating), 0) as value
from csat
where rated_at >= :ts30
