-- Of each of the last twelve whole months: what was spent on sales and marketing for each new customer.
select won.start_day as start_day,
    case when spend.month is not null then coalesce(spend.sales, 0) + coalesce(spend.marketing, 0) end * 1.0
        / nullif(won.won, 0) as cac
from customers_of_month as won
left join spend on spend.month = won.start_day
