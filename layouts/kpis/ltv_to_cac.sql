-- id: ltv_to_cac
-- title: Value over cost
-- about: Lifetime value (LTV) over cost to win (CAC)
-- unit: suffix:×
-- direction: up
-- amber: 3
-- red: 1
-- refresh: 6h
-- expire_after: 7d
-- result: scalar
-- widget: number
-- Of the last whole month.
select ltv.ltv / nullif(cac.cac, 0) as value
from ltv_of_month as ltv
join cac_of_month as cac on cac.start_day = ltv.start_day
where ltv.start_day = :m1
