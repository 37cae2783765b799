-- id: settled_accounts
-- title: Settled accounts
-- about: Live accounts past their training, of all
-- unit: percentunit
-- direction: up
-- decimals: 0
-- history_hours: 2160
-- compare_hours: 720
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: number
select sum(case when lifecycle in ('Onboarding', 'Training') then 0 else 1 end) * 1.0 / nullif(count(*), 0) as value
from live_accounts
where lifecycle is not null
