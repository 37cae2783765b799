-- id: customer_churn
-- title: Customer churn
-- about: Customers lost in a month, of those at its start
-- unit: percentunit
-- direction: down
-- amber: 0.02
-- red: 0.05
-- history_hours: 2160
-- compare_hours: 720
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: number
select sum(case when end_date <= :today then 1 else 0 end) * 1.0 / nullif(count(*), 0) as value
from accounts
where type = 'customer' and start_date <= :month_ago and (end_date is null or end_date > :month_ago)
