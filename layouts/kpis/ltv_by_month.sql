-- id: ltv_by_month
-- title: Lifetime value
-- about: Revenue per customer × margin ÷ churn, by month (LTV)
-- unit: currencyEUR
-- direction: up
-- decimals: 0
-- history_hours: 8760
-- compare_hours: 720
-- refresh: 6h
-- expire_after: 7d
-- result: series
-- widget: line
select start_day as t, ltv as value
from ltv_of_month
order by start_day
