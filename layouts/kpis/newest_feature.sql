-- id: newest_feature
-- title: Use of the newest feature
-- about: Accounts that used it in 30 days, of all live
-- unit: percentunit
-- direction: up
-- decimals: 0
-- history_hours: 2160
-- compare_hours: 720
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: number
-- The newest is the one whose first use was last.
with first_uses as (
    select feature, min(day) as first_day
    from usage
    where feature is not null and day <= :today
    group by feature
),
newest as (
    select feature
    from first_uses
    order by first_day desc, feature
    limit 1
)
select count(distinct used.account_id) * 1.0 / nullif((select count(*) from live_accounts), 0) as value
from newest
left join feature_users as used on used.feature = newest.feature
