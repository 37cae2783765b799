-- id: new_customers_by_month
-- title: New customers a month
-- about: Customers that began, in each whole month
-- unit: short
-- direction: up
-- decimals: 0
-- history_hours: 8760
-- compare_hours: 0
-- refresh: 6h
-- expire_after: 7d
-- result: series
-- widget: line
select start_day as t, won as value
from customers_of_month
order by start_day
