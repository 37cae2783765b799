-- id: silent_accounts
-- title: Silent accounts
-- about: Invited, but not one contact answered
-- unit: percentunit
-- direction: down
-- red: 0.3
-- decimals: 1
-- history_hours: 2160
-- compare_hours: 720
-- refresh: 15m
-- expire_after: 1h
-- result: scalar
-- widget: number
select sum(case when answers = 0 then 1 else 0 end) * 1.0 / nullif(count(*), 0) as value
from (
    select account_id, count(responded_at) as answers
    from surveys
    group by account_id
) as invited
