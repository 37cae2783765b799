-- id: overdue_amount
-- title: Overdue
-- about: Not paid though its date has passed
-- unit: currencyEUR
-- direction: down
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: number
select coalesce(sum(missing), 0) as value
from bills_due
