-- Tickets of 30 days whose reply or end came later than promised, or is overdue. `due_at` is the promise that was
-- broken first.
select ticket_id, account_id, subject,
    case when reply_due_at is not null and coalesce(first_reply_at, :now) > reply_due_at
        then reply_due_at else close_due_at end as due_at
from tickets
where created_at >= :ts30
    and (coalesce(first_reply_at, :now) > reply_due_at or coalesce(closed_at, :now) > close_due_at)
