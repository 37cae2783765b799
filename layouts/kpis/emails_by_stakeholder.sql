-- id: emails_by_stakeholder
-- title: E-mails
-- about: E-mails of 30 days, by stakeholder
-- unit: short
-- direction: up
-- compare_hours: 0
-- refresh: 1h
-- expire_after: 1d
-- result: items
-- widget: bar
with sent as (
    select stakeholder
    from engagements
    where occurred_at >= :ts30 and occurred_at <= :now and channel = 'email'
)
select label, value
from (
    select 1 as place, 'Sponsor' as label, count(case when stakeholder = 'sponsor' then 1 end) as value from sent
    union all
    select 2 as place, 'Decider' as label, count(case when stakeholder = 'decider' then 1 end) as value from sent
    union all
    select 3 as place, 'Technical' as label, count(case when stakeholder = 'technical' then 1 end) as value from sent
) as people
order by place
