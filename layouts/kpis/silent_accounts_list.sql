-- id: silent_accounts_list
-- title: Silent accounts
-- about: Revenue a year, and date of renewal
-- unit: short
-- refresh: 15m
-- expire_after: 1d
-- result: table
-- widget: table
with silent as (
    select account_id
    from surveys
    group by account_id
    having count(responded_at) = 0
),
paid as (
    select account_id, sum(mrr) as monthly
    from subscriptions
    where valid_from <= :today and (valid_to is null or valid_to > :today)
    group by account_id
)
select live.name as account, 12 * coalesce(paid.monthly, 0) as revenue, live.renewal_date as renewal
from silent
join live_accounts as live on live.account_id = silent.account_id
left join paid on paid.account_id = silent.account_id
order by coalesce(paid.monthly, 0) desc, live.name
limit 8
