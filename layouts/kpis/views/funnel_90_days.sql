-- How many leads reached each stage in the last 90 days, and in the 90 days before.
select stages.place as place, stages.label as label,
    count(distinct case when leads.entered_date > :d90 and leads.entered_date <= :today then leads.lead_id end) as leads,
    count(distinct case when leads.entered_date > :d180 and leads.entered_date <= :d90 then leads.lead_id end)
        as leads_before
from lead_stages as stages
left join leads on leads.stage = stages.stage
group by stages.place, stages.label
