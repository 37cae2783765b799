-- id: typical_adoption_mid_size
-- title: Typical for mid-size
-- about: Median of mid-size accounts
-- unit: percentunit
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: bullet
select avg(adoption) as value
from (
    select adoption, row_number() over (order by adoption) as place, count(*) over () as many
    from account_adoption
    where adoption is not null and segment = 'Mid-size'
) as sorted
where 2 * place between many and many + 2
