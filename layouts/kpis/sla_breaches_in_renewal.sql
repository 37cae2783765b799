-- id: sla_breaches_in_renewal
-- title: Renewals at risk
-- about: Renew in 3 months, and were made to wait too long
-- unit: short
-- direction: down
-- red: 0
-- compare_hours: 0
-- refresh: 15m
-- expire_after: 1h
-- result: scalar
-- widget: number
select count(distinct live.account_id) as value
from live_accounts as live
join late_tickets as late on late.account_id = live.account_id
where live.renewal_date >= :today and live.renewal_date < :plus3m
