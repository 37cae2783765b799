-- id: cac
-- title: Cost per customer
-- about: Sales and marketing spend per new customer (CAC)
-- unit: currencyEUR
-- direction: down
-- refresh: 6h
-- expire_after: 7d
-- result: scalar
-- widget: number
select max(case when start_day = :m1 then cac end) as value, max(case when start_day = :m2 then cac end) as previous
from cac_of_month
