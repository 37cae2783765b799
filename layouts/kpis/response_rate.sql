-- id: response_rate
-- title: Overall response rate
-- about: Answers received for each invitation sent
-- unit: percentunit
-- direction: up
-- amber: 0.4
-- red: 0.2
-- decimals: 0
-- history_hours: 2160
-- compare_hours: 2160
-- refresh: 15m
-- expire_after: 1h
-- result: scalar
-- widget: gauge
select count(responded_at) * 1.0 / nullif(count(*), 0) as value
from surveys
