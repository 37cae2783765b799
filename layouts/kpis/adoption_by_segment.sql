-- id: adoption_by_segment
-- title: In use by segment
-- about: Users active in 30 days, of licences sold
-- unit: percentunit
-- direction: up
-- red: 0.3
-- refresh: 1h
-- expire_after: 1d
-- result: items
-- widget: bar
select segment as label, sum(active) * 1.0 / nullif(sum(licences), 0) as value
from account_adoption
where licences > 0 and segment is not null
group by segment
order by sum(licences), segment
