-- id: arr_of_existing_by_month
-- title: Revenue a year (ARR)
-- about: 12 × a month, of accounts that we had a year ago
-- unit: currencyEUR
-- direction: up
-- history_hours: 8760
-- compare_hours: 8736
-- refresh: 1h
-- expire_after: 1d
-- result: series
-- widget: line
with existing as (
    select distinct account_id
    from subscriptions
    where valid_from <= :year_ago and (valid_to is null or valid_to > :year_ago)
)
select paid.day as t, 12 * sum(paid.monthly) as value
from mrr_of_month as paid
join existing on existing.account_id = paid.account_id
where paid.day >= :year_ago
group by paid.day
order by paid.day
