-- id: health_score
-- title: Health of all accounts
-- about: Mean of the accounts; weighted parts, 0 to 100
-- unit: short
-- direction: up
-- amber: 75
-- red: 50
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: health
select avg(health) as value
from account_health
