-- id: follow_ups_by_person
-- title: Follow-ups
-- about: Alerts followed up in 90 days, by person
-- unit: short
-- direction: none
-- compare_hours: 2160
-- refresh: 15m
-- expire_after: 1d
-- result: items
-- widget: leaderboard
select owner as label,
    count(case when followed_up_at >= :ts90 then 1 end) as value,
    count(case when followed_up_at < :ts90 then 1 end) as previous
from alerts
where followed_up_at >= :ts180 and owner is not null
group by owner
order by value desc, owner
