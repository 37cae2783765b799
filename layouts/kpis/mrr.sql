-- id: mrr
-- title: Monthly recurring revenue
-- about: Monthly price of all subscriptions live today (MRR)
-- unit: currencyEUR
-- direction: up
-- refresh: 15m
-- expire_after: 1d
-- result: scalar
-- widget: number
select sum(case when valid_from <= :today and (valid_to is null or valid_to > :today) then mrr end) as value,
    sum(case when valid_from <= :month_ago and (valid_to is null or valid_to > :month_ago) then mrr end) as previous
from subscriptions
