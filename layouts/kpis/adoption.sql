-- id: adoption
-- title: Licences in use
-- about: Users active in 30 days, of licences sold
-- unit: percentunit
-- direction: up
-- red: 0.3
-- decimals: 0
-- history_hours: 2160
-- compare_hours: 720
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: gauge
select sum(active) * 1.0 / nullif(sum(licences), 0) as value
from account_adoption
where licences > 0
