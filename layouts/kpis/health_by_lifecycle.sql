-- id: health_by_lifecycle
-- title: Health by stage
-- about: Mean of the accounts in each stage, 0 to 100
-- unit: short
-- direction: up
-- amber: 75
-- red: 50
-- refresh: 1h
-- expire_after: 1d
-- result: items
-- widget: bar
select lifecycle as label, avg(health) as value
from account_health
where lifecycle is not null
group by lifecycle
order by case lifecycle when 'Onboarding' then 1 when 'Training' then 2 when 'Adapting' then 3 when 'Extending' then 4
    when 'Renewal' then 5 else 6 end, lifecycle
