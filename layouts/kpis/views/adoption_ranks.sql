-- Accounts with licences in the order of their adoption, among those of the same segment and stage. `place` is 0 for
-- the lowest of `many`.
select account_id, name, segment, lifecycle, adoption,
    row_number() over (partition by segment, lifecycle order by adoption, account_id) - 1 as place,
    count(*) over (partition by segment, lifecycle) as many
from account_adoption
where adoption is not null and segment is not null and lifecycle is not null
