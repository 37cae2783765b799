-- id: relationship_depth
-- title: Relationship depth
-- about: Share of revenue, and contacts invited
-- unit: short
-- refresh: 1h
-- expire_after: 1d
-- result: table
-- widget: table
with paid as (
    select account_id, sum(mrr) as monthly
    from subscriptions
    where valid_from <= :today and (valid_to is null or valid_to > :today)
    group by account_id
),
invited as (
    select account_id, count(distinct contact_id) as people
    from surveys
    group by account_id
),
everything as (
    select sum(monthly) as monthly
    from paid
)
select live.name as account, paid.monthly * 1.0 / nullif(everything.monthly, 0) as revenue_share,
    coalesce(invited.people, 0) as invited
from live_accounts as live
join paid on paid.account_id = live.account_id
cross join everything
left join invited on invited.account_id = live.account_id
order by paid.monthly desc, live.name
limit 8
