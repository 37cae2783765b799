-- id: health_worst
-- title: Needs care first
-- about: Lowest health of all accounts
-- unit: short
-- direction: up
-- amber: 75
-- red: 50
-- decimals: 0
-- compare_hours: 168
-- refresh: 1h
-- expire_after: 1d
-- result: items
-- widget: leaderboard
select name as label, health as value
from account_health
where health is not null
order by health, name
limit 5
