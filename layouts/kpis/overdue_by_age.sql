-- id: overdue_by_age
-- title: Overdue bills
-- about: Not paid yet, by days past their date
-- unit: currencyEUR
-- direction: down
-- compare_hours: 0
-- refresh: 1h
-- expire_after: 1d
-- result: items
-- widget: bar
select label, value, level
from (
    select 1 as place, '7 d' as label, coalesce(sum(case when days_late <= 7 then missing end), 0) as value,
        'none' as level
    from bills_due
    union all
    select 2 as place, '30 d' as label,
        coalesce(sum(case when days_late > 7 and days_late <= 30 then missing end), 0) as value, 'none' as level
    from bills_due
    union all
    select 3 as place, '60 d' as label,
        coalesce(sum(case when days_late > 30 and days_late <= 60 then missing end), 0) as value, 'red' as level
    from bills_due
    union all
    select 4 as place, 'older' as label, coalesce(sum(case when days_late > 60 then missing end), 0) as value,
        'red' as level
    from bills_due
) as ages
order by place
