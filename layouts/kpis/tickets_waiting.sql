-- id: tickets_waiting
-- title: Waiting longest
-- about: Open tickets that nobody has replied to
-- unit: short
-- refresh: 5m
-- expire_after: 1h
-- result: table
-- widget: table
select coalesce(accounts.name, 'Unknown') as customer,
    date_diff('second', tickets.created_at, :now) as waiting,
    coalesce(tickets.agent, accounts.csm, 'Nobody') as owner,
    tickets.subject as subject
from tickets
left join accounts on accounts.account_id = tickets.account_id
where tickets.first_reply_at is null and tickets.closed_at is null and tickets.created_at <= :now
order by tickets.created_at, tickets.ticket_id
limit 6
