-- id: health_parts
-- title: Health of all accounts
-- about: Mean of the accounts; weighted parts, 0 to 100
-- unit: short
-- direction: up
-- amber: 75
-- red: 50
-- decimals: 0
-- history_hours: 2160
-- compare_hours: 720
-- refresh: 1h
-- expire_after: 1d
-- result: items
-- widget: health
select label, value, weight, (select avg(health) from account_health) as whole
from (
    select 1 as place, 'Adoption' as label, (select 100.0 * avg(adoption) from account_parts) as value,
        (select adoption from health_weights) as weight
    union all
    select 2 as place, 'Loyalty' as label, (select 100.0 * avg(nps) from account_parts) as value,
        (select nps from health_weights) as weight
    union all
    select 3 as place, 'Satisfied' as label, (select 100.0 * avg(csat) from account_parts) as value,
        (select csat from health_weights) as weight
    union all
    select 4 as place, 'Engagement' as label, (select 100.0 * avg(engagement) from account_parts) as value,
        (select engagement from health_weights) as weight
) as parts
order by place
