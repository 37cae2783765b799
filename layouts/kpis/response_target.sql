-- id: response_target
-- title: Enough answered
-- about: Accounts that meet the response target
-- unit: percentunit
-- direction: up
-- amber: 0.5
-- decimals: 0
-- history_hours: 2160
-- compare_hours: 720
-- refresh: 15m
-- expire_after: 1d
-- result: scalar
-- widget: gauge
select sum(case when coalesce(answered.people, 0) >= coalesce(live.response_min, 0) then 1 else 0 end) * 1.0
    / nullif(count(*), 0) as value
from live_accounts as live
left join (
    select account_id, count(distinct contact_id) as people
    from surveys
    where responded_at is not null
    group by account_id
) as answered on answered.account_id = live.account_id
