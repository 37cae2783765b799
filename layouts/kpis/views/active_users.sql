-- How many users of each account did anything in the last 30 days.
select account_id, count(distinct user_id) as active
from usage
where day > :d30 and day <= :today
group by account_id
