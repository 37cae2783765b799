-- What each account paid a month, on the first of each month and today.
select months.day as day, subscriptions.account_id as account_id, sum(subscriptions.mrr) as monthly
from months
cross join subscriptions
where subscriptions.valid_from <= months.day
    and (subscriptions.valid_to is null or subscriptions.valid_to > months.day)
group by months.day, subscriptions.account_id
