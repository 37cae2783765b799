-- id: sla_breaches_in_renewal_list
-- title: Late before renewal
-- about: Promise broken; renews within 3 months
-- unit: short
-- direction: down
-- compare_hours: 0
-- refresh: 15m
-- expire_after: 1h
-- result: items
-- widget: sla
select live.name as label, null as value, late.subject as detail, late.due_at as time, 'red' as level
from live_accounts as live
join late_tickets as late on late.account_id = live.account_id
where live.renewal_date >= :today and live.renewal_date < :plus3m
order by late.due_at desc, late.ticket_id
limit 6
