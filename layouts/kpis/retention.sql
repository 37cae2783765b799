-- id: retention
-- title: Retention
-- about: Renewed accounts less lost ones, 90 days
-- unit: short
-- direction: up
-- compare_hours: 0
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: number
select count(case when renewed_date > :d90 and renewed_date <= :today then 1 end)
    - count(case when end_date > :d90 and end_date <= :today then 1 end) as value
from accounts
where type = 'customer'
