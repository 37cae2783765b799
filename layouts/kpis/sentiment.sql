-- id: sentiment
-- title: Mood of accounts
-- about: Tone of the latest message of live accounts
-- unit: short
-- compare_hours: 0
-- refresh: 1h
-- expire_after: 1d
-- result: items
-- widget: donut
select label, value, level
from (
    select 1 as place, 'Positive' as label, count(case when sentiment = 'positive' then 1 end) as value,
        'good' as level
    from account_sentiment
    union all
    select 2 as place, 'Neutral' as label, count(case when sentiment = 'neutral' then 1 end) as value, 'none' as level
    from account_sentiment
    union all
    select 3 as place, 'Negative' as label, count(case when sentiment = 'negative' then 1 end) as value,
        'red' as level
    from account_sentiment
) as tones
order by place
