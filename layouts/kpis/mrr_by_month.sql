-- id: mrr_by_month
-- title: Monthly recurring revenue
-- about: Monthly revenue (MRR) on the first of each month, and today
-- unit: currencyEUR
-- direction: up
-- history_hours: 8760
-- compare_hours: 720
-- refresh: 1h
-- expire_after: 1d
-- result: series
-- widget: line
select months.day as t,
    sum(case when paid.valid_from <= months.day and (paid.valid_to is null or paid.valid_to > months.day)
        then paid.mrr end) as value
from months
cross join subscriptions as paid
group by months.day
order by months.day
