-- The latest score that each contact gave.
select contact_id, account_id, score
from (
    select contact_id, account_id, score,
        row_number() over (partition by contact_id order by responded_at desc, survey_id desc) as place
    from surveys
    where score is not null
) as answers
where place = 1
