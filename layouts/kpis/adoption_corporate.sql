-- id: adoption_corporate
-- title: Corporate
-- about: Licences in use at corporate accounts
-- unit: percentunit
-- direction: up
-- red: 0.3
-- decimals: 0
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: bullet
select sum(active) * 1.0 / nullif(sum(licences), 0) as value
from account_adoption
where licences > 0 and segment = 'Corporate'
