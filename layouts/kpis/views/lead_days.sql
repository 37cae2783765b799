-- When each lead reached its stages first.
select lead_id,
    min(case when stage = 'lead' then entered_date end) as lead_day,
    min(case when stage = 'trial' then entered_date end) as trial_day,
    min(case when stage = 'offer' then entered_date end) as offer_day,
    min(case when stage = 'signed' then entered_date end) as signed_day,
    min(case when stage = 'lost' then entered_date end) as lost_day
from leads
where entered_date <= :today
group by lead_id
