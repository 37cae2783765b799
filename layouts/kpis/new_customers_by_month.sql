-- id: new_customers_by_month
-- title: New customers a month
-- about: Customers that began, in each whole month
-- unit: short
-- direction: up
-- refresh: 6h
-- expire_after: 7d
-- result: series
-- widget: line
select start_day as t, won as value
from customers_of_month
order by start_day
