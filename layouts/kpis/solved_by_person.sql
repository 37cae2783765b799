-- id: solved_by_person
-- title: Solved today
-- about: Tickets closed today, by person
-- unit: short
-- direction: up
-- refresh: 5m
-- expire_after: 1h
-- result: items
-- widget: leaderboard
select agent as label,
    count(case when closed_at >= :today then 1 end) as value,
    count(case when closed_at < :today then 1 end) as previous
from tickets
where agent is not null and closed_at >= :yesterday and closed_at <= :now
group by agent
order by value desc, agent
