-- id: revenue_churn
-- title: Revenue churn
-- about: Monthly revenue lost in a month, of that at its start
-- unit: percentunit
-- direction: down
-- amber: 0.02
-- red: 0.05
-- decimals: 2
-- history_hours: 2160
-- compare_hours: 720
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: number
with before as (
    select account_id, sum(mrr) as monthly
    from subscriptions
    where valid_from <= :month_ago and (valid_to is null or valid_to > :month_ago)
    group by account_id
),
after as (
    select account_id, sum(mrr) as monthly
    from subscriptions
    where valid_from <= :today and (valid_to is null or valid_to > :today)
    group by account_id
)
select sum(case when coalesce(after.monthly, 0) < before.monthly
        then before.monthly - coalesce(after.monthly, 0) else 0 end) * 1.0 / nullif(sum(before.monthly), 0) as value
from before
left join after on after.account_id = before.account_id
