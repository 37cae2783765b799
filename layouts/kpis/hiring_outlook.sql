-- id: hiring_outlook
-- title: People needed
-- about: Work expected over hours of one person (FTE)
-- unit: "suffix: FTE"
-- direction: down
-- decimals: 1
-- compare_hours: 0
-- refresh: 6h
-- expire_after: 7d
-- result: items
-- widget: bullet
-- Accounts come and go as in the last 90 days. The target is the team of today.
with flow as (
    select (count(case when start_date > :d90 and start_date <= :today then 1 end)
        - count(case when end_date > :d90 and end_date <= :today then 1 end)) / 3.0 as a_month
    from accounts
    where type = 'customer'
),
now_live as (
    select count(*) as accounts, count(distinct csm) as people
    from live_accounts
),
ahead as (
    select 0 as months, 'Now' as label
    union all select 1 as months, '1 month' as label
    union all select 3 as months, '3 months' as label
)
select ahead.label as label,
    (now_live.accounts + ahead.months * flow.a_month) * assumptions.hours_per_account_a_month
        / nullif(assumptions.hours_per_person_a_month, 0) as value,
    now_live.people as target
from ahead
cross join now_live
cross join flow
cross join assumptions
order by ahead.months
