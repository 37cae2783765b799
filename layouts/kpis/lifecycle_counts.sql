-- id: lifecycle_counts
-- title: Accounts by stage
-- about: Live accounts, by stage of the life cycle
-- unit: short
-- direction: none
-- compare_hours: 0
-- refresh: 1h
-- expire_after: 1d
-- result: items
-- widget: bar
select lifecycle as label, count(*) as value
from live_accounts
where lifecycle is not null
group by lifecycle
order by case lifecycle when 'Onboarding' then 1 when 'Training' then 2 when 'Adapting' then 3 when 'Extending' then 4
    when 'Renewal' then 5 else 6 end, lifecycle
