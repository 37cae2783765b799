-- The tone of the latest judged message of each live account.
select account_id, sentiment
from (
    select live.account_id as account_id, engagements.sentiment as sentiment,
        row_number() over (partition by live.account_id
            order by engagements.occurred_at desc, engagements.engagement_id desc) as place
    from live_accounts as live
    join engagements on engagements.account_id = live.account_id
    where engagements.sentiment is not null and engagements.occurred_at <= :now
) as judged
where place = 1
