-- Of each of the last twelve whole months: ARPA at its end times gross margin over churn; NULL when nobody left.
select months.start_day as start_day,
    cast(paid.arpa as double)
        * cast((spend.revenue - spend.cogs) as double) / nullif(cast(spend.revenue as double), 0)
        / nullif(months.lost * 1.0 / nullif(months.customers, 0), 0) as ltv
from customers_of_month as months
left join spend on spend.month = months.start_day
left join (
    select spans.start_day as start_day,
        sum(subscriptions.mrr) * 1.0 / nullif(count(distinct subscriptions.account_id), 0) as arpa
    from month_spans as spans
    cross join subscriptions
    where subscriptions.valid_from <= spans.stop_day
        and (subscriptions.valid_to is null or subscriptions.valid_to > spans.stop_day)
    group by spans.start_day
) as paid on paid.start_day = months.start_day
