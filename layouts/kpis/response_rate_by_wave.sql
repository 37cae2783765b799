-- id: response_rate_by_wave
-- title: Response by wave
-- about: Answers, of the invitations of each wave
-- unit: percentunit
-- direction: up
-- amber: 0.4
-- red: 0.2
-- decimals: 0
-- compare_hours: 0
-- refresh: 15m
-- expire_after: 1h
-- result: items
-- widget: bar
select label, value
from (
    select wave as label, count(responded_at) * 1.0 / nullif(count(*), 0) as value
    from surveys
    where wave is not null
    group by wave
    order by wave desc
    limit 4
) as latest
order by label
