-- Customers of today: they have begun, and have not left yet. Partners, prospects and users of a free tool are none.
select *
from accounts
where type = 'customer' and start_date <= :today and (end_date is null or end_date > :today)
