-- id: alerts_contacted
-- title: Who was contacted
-- about: Alert, owner and outcome; open ones on top
-- unit: short
-- compare_hours: 0
-- refresh: 15m
-- expire_after: 1h
-- result: items
-- widget: list
select accounts.name as label, null as value,
    coalesce(alerts.owner, 'Nobody') || ': '
        || case when alerts.followed_up_at is null then 'not yet' else coalesce(alerts.outcome, 'contacted') end
        as detail,
    alerts.raised_at as time,
    case
        when alerts.followed_up_at is not null then 'good'
        when date_diff('second', alerts.raised_at, :now) > 172800 then 'red'
        else 'amber'
    end as level
from alerts
join accounts on accounts.account_id = alerts.account_id
where alerts.raised_at <= :now
order by case when alerts.followed_up_at is null then 0 else 1 end,
    case when alerts.followed_up_at is null then -1 else 1 end * date_diff('second', alerts.raised_at, :now),
    alerts.alert_id
limit 8
