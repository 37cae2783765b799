-- Of each live account, users active in 30 days and how many that is of the licences sold; NULL without licences.
select live.account_id as account_id, live.name as name, live.segment as segment, live.lifecycle as lifecycle,
    live.csm as csm,
    live.licences as licences,
    coalesce(used.active, 0) as active,
    coalesce(used.active, 0) * 1.0 / nullif(live.licences, 0) as adoption
from live_accounts as live
left join active_users as used on used.account_id = live.account_id
