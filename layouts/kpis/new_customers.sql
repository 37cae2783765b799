-- id: new_customers
-- title: New customers
-- about: Customers that began in the last 30 days
-- unit: short
-- direction: up
-- compare_hours: 720
-- history_hours: 2160
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: number
select count(case when start_date > :d30 then 1 end) as value,
    count(case when start_date <= :d30 then 1 end) as previous
from accounts
where type = 'customer' and start_date > :d60 and start_date <= :today
