-- For how many days each live account has not been in touch, by e-mail, call or meeting; since its start if never.
select live.account_id as account_id, live.name as name, live.csm as csm,
    date_diff('day', cast(coalesce(last.last_at, live.start_date) as date), :today) as days,
    last.last_at as last_at
from live_accounts as live
left join last_contacts as last on last.account_id = live.account_id
