-- When each account was in touch with us last, by e-mail, call or meeting.
select account_id, max(occurred_at) as last_at
from engagements
where channel in ('email', 'call', 'meeting') and account_id is not null and occurred_at <= :now
group by account_id
