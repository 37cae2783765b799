-- id: nps
-- title: Net promoter score
-- about: Share of scores 9–10 less share of 0–6 (NPS)
-- unit: short
-- direction: up
-- amber: 30
-- red: 0
-- decimals: 0
-- history_hours: 2160
-- compare_hours: 720
-- refresh: 15m
-- expire_after: 1d
-- result: scalar
-- widget: gauge
select 100.0 * sum(case when score >= 9 then 1 when score <= 6 then -1 else 0 end) / nullif(count(score), 0) as value
from surveys
