-- id: identified_promoters
-- title: Identified promoters
-- about: Latest score 9 or 10, of all contacts we know
-- unit: percentunit
-- direction: up
-- red: 0.2
-- decimals: 1
-- history_hours: 2160
-- compare_hours: 720
-- refresh: 15m
-- expire_after: 1d
-- result: scalar
-- widget: gauge
select (select count(*) from contact_scores where score >= 9) * 1.0
    / nullif((select count(*) from contacts), 0) as value
