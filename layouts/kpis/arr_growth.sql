-- id: arr_growth
-- title: Growth of yearly revenue
-- about: Yearly revenue now less then, of accounts of a year ago
-- unit: currencyEUR
-- direction: up
-- amber: 0
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: number
with then_paying as (
    select account_id, sum(mrr) as monthly
    from subscriptions
    where valid_from <= :year_ago and (valid_to is null or valid_to > :year_ago)
    group by account_id
),
now_paying as (
    select account_id, sum(mrr) as monthly
    from subscriptions
    where valid_from <= :today and (valid_to is null or valid_to > :today)
    group by account_id
)
select 12 * sum(coalesce(now_paying.monthly, 0) - then_paying.monthly) as value
from then_paying
left join now_paying on now_paying.account_id = then_paying.account_id
