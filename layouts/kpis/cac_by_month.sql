-- id: cac_by_month
-- title: Cost per customer
-- about: Sales and marketing spend per new customer (CAC)
-- unit: currencyEUR
-- direction: down
-- history_hours: 8760
-- compare_hours: 720
-- refresh: 6h
-- expire_after: 7d
-- result: series
-- widget: line
select start_day as t, cac as value
from cac_of_month
order by start_day
