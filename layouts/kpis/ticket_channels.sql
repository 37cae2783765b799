-- id: ticket_channels
-- title: Ticket channels
-- about: Ways the tickets of 7 days came in
-- unit: short
-- compare_hours: 0
-- refresh: 15m
-- expire_after: 1h
-- result: items
-- widget: bar
select channel as label, count(*) as value
from tickets
where created_at >= :ts7 and channel is not null
group by channel
order by value desc, channel
