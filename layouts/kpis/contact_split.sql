-- id: contact_split
-- title: All contacts
-- about: By their latest score; silent ones gave none
-- unit: short
-- compare_hours: 0
-- refresh: 1h
-- expire_after: 1d
-- result: items
-- widget: donut
select label, value, level
from (
    select 1 as place, 'Promoters' as label, count(*) as value, 'good' as level from contact_scores where score >= 9
    union all
    select 2 as place, 'Passives' as label, count(*) as value, 'none' as level
    from contact_scores
    where score between 7 and 8
    union all
    select 3 as place, 'Detractors' as label, count(*) as value, 'red' as level from contact_scores where score <= 6
    union all
    select 4 as place, 'Silent' as label, count(case when coalesce(scored.answers, 0) = 0 then 1 end) as value,
        'none' as level
    from contacts
    left join (
        select contact_id, count(*) as answers
        from contact_scores
        group by contact_id
    ) as scored on scored.contact_id = contacts.contact_id
) as classes
order by place
