-- How far each lead has come. What is known of it changes on its way: what its latest stage says counts, and of the
-- yearly value what was agreed when it signed, not what came on top later.
select lead_id, max(name) as name,
    max(case when owner_place = 1 then owner end) as owner,
    max(case when amount_place = 1 then amount end) as yearly,
    max(case when decision_place = 1 then decision_date end) as decision_day,
    min(case when stage = 'lead' then entered_date end) as lead_day,
    min(case when stage = 'trial' then entered_date end) as trial_day,
    min(case when stage = 'offer' then entered_date end) as offer_day,
    min(case when stage = 'signed' then entered_date end) as signed_day,
    min(case when stage = 'lost' then entered_date end) as lost_day
from (
    select lead_id, name, owner, amount, decision_date, stage, entered_date,
        row_number() over (partition by lead_id order by case when owner is null then 1 else 0 end,
            entered_date desc, stage_place desc, owner) as owner_place,
        row_number() over (partition by lead_id order by case when amount is null then 1 else 0 end,
            case when stage in ('onboarded', 'expanded') then 1 else 0 end,
            entered_date desc, stage_place desc, amount desc) as amount_place,
        row_number() over (partition by lead_id order by case when decision_date is null then 1 else 0 end,
            entered_date desc, stage_place desc, decision_date desc) as decision_place
    from (
        select lead_id, name, owner, amount, decision_date, stage, entered_date,
            case stage when 'lead' then 1 when 'trial' then 2 when 'offer' then 3 else 4 end as stage_place
        from leads
        where entered_date <= :today
    ) as known
) as places
group by lead_id
