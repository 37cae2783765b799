-- Which live account used which feature in the last 30 days.
select distinct live.account_id as account_id, live.segment as segment, usage.feature as feature
from live_accounts as live
join usage on usage.account_id = live.account_id
where usage.day > :d30 and usage.day <= :today and usage.feature is not null
