-- id: customers_by_type
-- title: Who we know
-- about: Companies in our books, by kind
-- unit: short
-- compare_hours: 0
-- refresh: 1h
-- expire_after: 1d
-- result: items
-- widget: bar
select label, value
from (
    select 1 as place, 'Paying' as label, count(*) as value from live_accounts
    union all
    select 2 as place, 'Partners' as label, count(*) as value from accounts where type = 'partner'
    union all
    select 3 as place, 'Prospects' as label, count(*) as value from accounts where type = 'prospect'
    union all
    select 4 as place, 'Free tool' as label, count(*) as value from accounts where type = 'free'
) as kinds
order by place
