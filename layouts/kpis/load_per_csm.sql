-- id: load_per_csm
-- title: Accounts per person
-- about: Red above 1.3 × the median of the team
-- unit: short
-- direction: none
-- decimals: 0
-- compare_hours: 0
-- refresh: 1h
-- expire_after: 1d
-- result: items
-- widget: bar
with loads as (
    select csm, count(*) as accounts
    from live_accounts
    where csm is not null
    group by csm
),
typical as (
    select avg(accounts) as accounts
    from (
        select accounts, row_number() over (order by accounts) as place, count(*) over () as many
        from loads
    ) as sorted
    where 2 * place between many and many + 2
)
select loads.csm as label, loads.accounts as value,
    case when loads.accounts > 1.3 * typical.accounts then 'red' else 'none' end as level
from loads
cross join typical
order by loads.accounts desc, loads.csm
