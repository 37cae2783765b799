-- id: paid_on_time
-- title: Paid on time
-- about: Bills paid in full by their date, of 90 days
-- unit: percentunit
-- direction: up
-- amber: 0.9
-- red: 0.8
-- decimals: 0
-- history_hours: 2160
-- compare_hours: 720
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: gauge
select sum(case when paid_date <= due_date and paid_amount >= amount then 1 else 0 end) * 1.0 / nullif(count(*), 0)
    as value
from invoices
where amount > 0 and due_date > :d90 and due_date < :today
