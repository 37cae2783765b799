-- id: ltv
-- title: Lifetime value
-- about: Revenue per customer × margin ÷ monthly churn (LTV)
-- unit: currencyEUR
-- direction: up
-- refresh: 6h
-- expire_after: 7d
-- result: scalar
-- widget: number
with arpa as (
    select sum(mrr) * 1.0 / nullif(count(distinct account_id), 0) as value
    from subscriptions
    where valid_from <= :today and (valid_to is null or valid_to > :today)
),
margin as (
    select sum(revenue - cogs) * 1.0 / nullif(sum(revenue), 0) as value
    from spend
    where month = :last_month
),
churn as (
    select sum(case when end_date <= :today then 1 else 0 end) * 1.0 / nullif(count(*), 0) as value
    from accounts
    where type = 'customer' and start_date <= :month_ago and (end_date is null or end_date > :month_ago)
)
select cast(arpa.value as double) * cast(margin.value as double) / nullif(cast(churn.value as double), 0) as value
from arpa
cross join margin
cross join churn
