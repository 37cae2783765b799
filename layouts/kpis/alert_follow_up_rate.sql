-- id: alert_follow_up_rate
-- title: Alerts followed up
-- about: Followed up, of all alerts raised
-- unit: percentunit
-- direction: up
-- amber: 0.8
-- red: 0.5
-- decimals: 0
-- history_hours: 2160
-- compare_hours: 720
-- refresh: 5m
-- expire_after: 1h
-- result: scalar
-- widget: gauge
select count(followed_up_at) * 1.0 / nullif(count(*), 0) as value
from alerts
