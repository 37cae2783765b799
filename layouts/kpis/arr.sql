-- id: arr
-- title: Revenue a year (ARR)
-- about: 12 × the monthly revenue of today
-- unit: currencyEUR
-- direction: up
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: number
select 12 * sum(case when valid_from <= :today and (valid_to is null or valid_to > :today) then mrr end) as value,
    12 * sum(case when valid_from <= :year_ago and (valid_to is null or valid_to > :year_ago) then mrr end) as previous
from subscriptions
