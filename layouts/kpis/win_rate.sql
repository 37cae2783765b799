-- id: win_rate
-- title: Offers won
-- about: Signed, of the offers decided in 90 days
-- unit: percentunit
-- direction: up
-- amber: 0.25
-- red: 0.15
-- compare_hours: 168
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: gauge
select count(case when signed_day > :d90 then 1 end) * 1.0
    / nullif(count(case when signed_day > :d90 or (signed_day is null and lost_day > :d90) then 1 end), 0) as value
from lead_days
where offer_day is not null
