-- id: funnel
-- title: From lead to customer
-- about: Leads that reached each stage in 90 days
-- unit: short
-- compare_hours: 2160
-- refresh: 1h
-- expire_after: 1d
-- result: items
-- widget: funnel
select label, leads as value, leads_before as previous
from funnel_90_days
order by place
