-- Of each of the last twelve whole months: customers that it began with, and how many of them it lost; new ones.
select spans.start_day as start_day,
    count(case when accounts.start_date <= spans.start_day
        and (accounts.end_date is null or accounts.end_date > spans.start_day) then 1 end) as customers,
    count(case when accounts.start_date <= spans.start_day
        and accounts.end_date > spans.start_day and accounts.end_date <= spans.stop_day then 1 end) as lost,
    count(case when accounts.start_date >= spans.start_day and accounts.start_date < spans.stop_day then 1 end) as won
from month_spans as spans
cross join accounts
where accounts.type = 'customer'
group by spans.start_day
