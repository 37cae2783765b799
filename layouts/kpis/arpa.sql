-- id: arpa
-- title: A month per customer
-- about: Monthly revenue over the accounts that pay it (ARPA)
-- unit: currencyEUR
-- direction: up
-- decimals: 0
-- history_hours: 2160
-- compare_hours: 720
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: number
select sum(mrr) * 1.0 / nullif(count(distinct account_id), 0) as value
from subscriptions
where valid_from <= :today and (valid_to is null or valid_to > :today)
