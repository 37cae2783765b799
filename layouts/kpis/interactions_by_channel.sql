-- id: interactions_by_channel
-- title: Conversations
-- about: What passed in 7 days, by channel
-- unit: short
-- direction: up
-- compare_hours: 168
-- refresh: 1h
-- expire_after: 1d
-- result: items
-- widget: bar
select case channel when 'email' then 'E-mail' when 'call' then 'Calls' when 'meeting' then 'Meetings'
        when 'community' then 'Forum' when 'social' then 'Social' when 'event' then 'Events' else channel end as label,
    count(case when occurred_at >= :ts7 then 1 end) as value,
    count(case when occurred_at < :ts7 then 1 end) as previous
from engagements
where occurred_at >= :ts14 and occurred_at <= :now and channel is not null
group by channel
order by value desc, channel
