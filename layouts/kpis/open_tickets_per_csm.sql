-- id: open_tickets_per_csm
-- title: Open tickets
-- about: Open tickets of the accounts that each looks after
-- unit: short
-- direction: none
-- decimals: 0
-- compare_hours: 0
-- refresh: 15m
-- expire_after: 1h
-- result: items
-- widget: bar
select live.csm as label, count(waiting.ticket_id) as value
from live_accounts as live
left join (
    select ticket_id, account_id
    from tickets
    where closed_at is null and created_at <= :now
) as waiting on waiting.account_id = live.account_id
where live.csm is not null
group by live.csm
order by value desc, live.csm
