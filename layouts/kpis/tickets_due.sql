-- id: tickets_due
-- title: Next to answer
-- about: Time left until a promised answer is late
-- unit: short
-- refresh: 5m
-- expire_after: 1h
-- result: items
-- widget: sla
select coalesce(accounts.name, 'Unknown') as label, null as value, tickets.subject as detail, tickets.reply_due_at as time
from tickets
left join accounts on accounts.account_id = tickets.account_id
where tickets.first_reply_at is null and tickets.closed_at is null and tickets.created_at <= :now
    and tickets.reply_due_at >= :ts1
order by tickets.reply_due_at, tickets.ticket_id
limit 6
