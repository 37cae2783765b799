-- id: acquisition_rate
-- title: Leads won
-- about: New customers, of the new leads of 90 days
-- unit: percentunit
-- direction: up
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: number
select max(case when place = 4 then leads end) * 1.0 / nullif(max(case when place = 1 then leads end), 0)
    as value,
    max(case when place = 4 then leads_before end) * 1.0
    / nullif(max(case when place = 1 then leads_before end), 0) as previous
from funnel_90_days
