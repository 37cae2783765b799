-- id: mrr_by_plan
-- title: Revenue by plan
-- about: What each plan brings a month
-- unit: currencyEUR
-- compare_hours: 0
-- refresh: 1h
-- expire_after: 1d
-- result: items
-- widget: donut
select plan as label, sum(mrr) as value
from subscriptions
where valid_from <= :today and (valid_to is null or valid_to > :today) and plan is not null
group by plan
order by value desc, plan
