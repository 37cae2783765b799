-- id: ltv_to_cac_by_month
-- title: Value over cost
-- about: Lifetime value (LTV) over cost to win (CAC), by month
-- unit: suffix:×
-- direction: up
-- amber: 3
-- red: 1
-- decimals: 1
-- history_hours: 8760
-- compare_hours: 720
-- refresh: 6h
-- expire_after: 7d
-- result: series
-- widget: line
select ltv.start_day as t, ltv.ltv / nullif(cac.cac, 0) as value
from ltv_of_month as ltv
join cac_of_month as cac on cac.start_day = ltv.start_day
order by ltv.start_day
