-- How far each lead has come. What is known of it changes on its way: what its latest stage says counts, and of the
-- yearly value what was agreed when it signed, not what came on top later.
with stages as (
    -- `step` is higher for what was said later, and `agreed` for what was agreed on later.
    select lead_id, name, owner, amount, decision_date, stage, entered_date, step,
        case when stage in ('onboarded', 'expanded') then step - 10000000 else step end as agreed
    from (
        select lead_id, name, owner, amount, decision_date, stage, entered_date,
            10 * date_diff('day', cast('1970-01-01' as date), entered_date)
                + case stage when 'lead' then 1 when 'trial' then 2 when 'offer' then 3 else 4 end as step
        from leads
        where entered_date <= :today
    ) as known
),
latest as (
    select lead_id, max(case when owner is not null then step end) as owner_step,
        max(case when amount is not null then agreed end) as amount_step,
        max(case when decision_date is not null then step end) as decision_step
    from stages
    group by lead_id
)
select stages.lead_id as lead_id, max(stages.name) as name,
    max(case when stages.step = latest.owner_step then stages.owner end) as owner,
    max(case when stages.agreed = latest.amount_step then stages.amount end) as yearly,
    max(case when stages.step = latest.decision_step then stages.decision_date end) as decision_day,
    min(case when stages.stage = 'lead' then stages.entered_date end) as lead_day,
    min(case when stages.stage = 'trial' then stages.entered_date end) as trial_day,
    min(case when stages.stage = 'offer' then stages.entered_date end) as offer_day,
    min(case when stages.stage = 'signed' then stages.entered_date end) as signed_day,
    min(case when stages.stage = 'lost' then stages.entered_date end) as lost_day
from stages
join latest on latest.lead_id = stages.lead_id
group by stages.lead_id
