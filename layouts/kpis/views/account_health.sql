-- Health of each live account, 0 to 100: the weighted mean of its parts. A part that is not known drops out of both
-- sums. To a ten-thousandth, so that accounts that are alike stand in the same order in every database.
select parts.account_id as account_id, parts.name as name, parts.segment as segment, parts.lifecycle as lifecycle,
    parts.csm as csm, parts.adoption as adoption,
    floor(1000000.0 * (coalesce(parts.adoption * weights.adoption, 0) + coalesce(parts.nps * weights.nps, 0)
        + coalesce(parts.csat * weights.csat, 0) + coalesce(parts.engagement * weights.engagement, 0))
    / nullif(case when parts.adoption is null then 0 else weights.adoption end
        + case when parts.nps is null then 0 else weights.nps end
        + case when parts.csat is null then 0 else weights.csat end
        + case when parts.engagement is null then 0 else weights.engagement end, 0) + 0.5) / 10000.0 as health
from account_parts as parts
cross join health_weights as weights
