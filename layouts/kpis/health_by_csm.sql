-- id: health_by_csm
-- title: Health by person
-- about: Mean of the accounts that each looks after
-- unit: short
-- direction: up
-- amber: 75
-- red: 50
-- decimals: 0
-- compare_hours: 720
-- refresh: 1h
-- expire_after: 1d
-- result: items
-- widget: leaderboard
select csm as label, avg(health) as value
from account_health
where csm is not null
group by csm
order by avg(health) desc, csm
