-- Bills of which something is not paid though their date has passed, and by how many days. Credit notes are no bills.
select invoice_id, account_id, amount - coalesce(paid_amount, 0) as missing,
    date_diff('day', due_date, :today) as days_late
from invoices
where due_date < :today and amount > coalesce(paid_amount, 0) and amount > 0
