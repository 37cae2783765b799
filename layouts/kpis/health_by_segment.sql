-- id: health_by_segment
-- title: Health by segment
-- about: Mean of the accounts, 0 to 100
-- unit: short
-- direction: up
-- amber: 75
-- red: 50
-- decimals: 0
-- refresh: 1h
-- expire_after: 1d
-- result: table
-- widget: heatmap
select lifecycle as stage,
    avg(case when segment = 'Small' then health end) as small,
    avg(case when segment = 'Mid-size' then health end) as mid_size,
    avg(case when segment = 'Corporate' then health end) as corporate
from account_health
where lifecycle is not null
group by lifecycle
order by case lifecycle when 'Onboarding' then 1 when 'Training' then 2 when 'Adapting' then 3 when 'Extending' then 4
    when 'Renewal' then 5 else 6 end, lifecycle
