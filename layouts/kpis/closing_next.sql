-- id: closing_next
-- title: Closing next
-- about: Largest open offers that are still to be decided
-- unit: short
-- refresh: 15m
-- expire_after: 1d
-- result: table
-- widget: table
select name as customer, yearly as a_year, 'Offer' as stage
from lead_progress
where offer_day is not null and signed_day is null and lost_day is null and decision_day >= :today
order by yearly desc, lead_id
limit 6
