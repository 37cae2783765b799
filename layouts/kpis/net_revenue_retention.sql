-- id: net_revenue_retention
-- title: Net revenue kept
-- about: Monthly revenue of accounts of a year ago, now over then
-- unit: percentunit
-- direction: up
-- red: 1
-- decimals: 1
-- history_hours: 2160
-- compare_hours: 720
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: number
with before as (
    select account_id, sum(mrr) as monthly
    from subscriptions
    where valid_from <= :year_ago and (valid_to is null or valid_to > :year_ago)
    group by account_id
),
after as (
    select account_id, sum(mrr) as monthly
    from subscriptions
    where valid_from <= :today and (valid_to is null or valid_to > :today)
    group by account_id
)
select sum(coalesce(after.monthly, 0)) * 1.0 / nullif(sum(before.monthly), 0) as value
from before
left join after on after.account_id = before.account_id
