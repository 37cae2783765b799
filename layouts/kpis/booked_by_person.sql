-- id: booked_by_person
-- title: Signed this month
-- about: Yearly value of new contracts, by person
-- unit: currencyEUR
-- direction: up
-- compare_hours: 720
-- refresh: 15m
-- expire_after: 1d
-- result: items
-- widget: leaderboard
select owner as label,
    coalesce(sum(case when signed_day >= :month then yearly end), 0) as value,
    coalesce(sum(case when signed_day < :month then yearly end), 0) as previous
from lead_progress
where signed_day >= :last_month and owner is not null
group by owner
order by value desc, owner
