-- id: adoption_by_product
-- title: In use by product
-- about: Users of each product in 30 days, of all licences
-- unit: percentunit
-- direction: up
-- red: 0.3
-- refresh: 1h
-- expire_after: 1d
-- result: items
-- widget: bar
with sold as (
    select sum(licences) as bought
    from account_adoption
    where licences > 0
),
used as (
    select usage.product as product, live.account_id as account_id, count(distinct usage.user_id) as active
    from live_accounts as live
    join usage on usage.account_id = live.account_id
    where live.licences > 0 and usage.day > :d30 and usage.day <= :today and usage.product is not null
    group by usage.product, live.account_id
)
select used.product as label, sum(used.active) * 1.0 / max(sold.bought) as value
from used
cross join sold
where sold.bought > 0
group by used.product
order by value desc, used.product
