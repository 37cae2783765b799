-- id: invitation_guideline
-- title: Enough invited
-- about: Accounts that meet the invitation guideline
-- unit: percentunit
-- direction: up
-- amber: 0.7
-- decimals: 0
-- history_hours: 2160
-- compare_hours: 720
-- refresh: 15m
-- expire_after: 1d
-- result: scalar
-- widget: gauge
select sum(case when coalesce(invited.people, 0) >= coalesce(live.invite_min, 0) then 1 else 0 end) * 1.0
    / nullif(count(*), 0) as value
from live_accounts as live
left join (
    select account_id, count(distinct contact_id) as people
    from surveys
    group by account_id
) as invited on invited.account_id = live.account_id
