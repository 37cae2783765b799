-- id: adoption_by_account
-- title: Paid for, hardly used
-- about: Users active in 30 days, and licences sold
-- unit: short
-- refresh: 1h
-- expire_after: 1d
-- result: table
-- widget: table
select name as account, active, licences, adoption as in_use
from account_adoption
where licences > 0
order by adoption, licences desc, name
limit 8
