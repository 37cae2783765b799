-- The parts of the health of each live account, 0 to 1 each, NULL where nothing is known: licences in use, scores of
-- its contacts (-100 is 0, 100 is 1), satisfied ratings of 90 days, and contact (1 in 30 days, half in 90 days).
select own.account_id as account_id, own.name as name, own.segment as segment, own.lifecycle as lifecycle,
    own.csm as csm,
    case when own.adoption > 1 then 1 else own.adoption end as adoption,
    scores.nps as nps,
    ratings.csat as csat,
    case when last.last_at >= :ts30 then 1.0 when last.last_at >= :ts90 then 0.5 else 0.0 end as engagement
from account_adoption as own
left join (
    select account_id,
        (1.0 + sum(case when score >= 9 then 1 when score <= 6 then -1 else 0 end) * 1.0 / count(*)) / 2 as nps
    from contact_scores
    group by account_id
) as scores on scores.account_id = own.account_id
left join (
    select account_id, sum(case when rating >= 4 then 1 else 0 end) * 1.0 / count(*) as csat
    from csat
    where rated_at >= :ts90 and rating is not null
    group by account_id
) as ratings on ratings.account_id = own.account_id
left join last_contacts as last on last.account_id = own.account_id
