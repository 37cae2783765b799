-- id: onboarding_time
-- title: Onboarding time
-- about: Half of the accounts of a year were onboarded sooner
-- unit: d
-- direction: down
-- amber: 45
-- red: 60
-- decimals: 0
-- history_hours: 2160
-- compare_hours: 720
-- refresh: 6h
-- expire_after: 7d
-- result: scalar
-- widget: bullet
-- The middle one, or the mean of the two in the middle.
select avg(days) as value
from (
    select date_diff('day', start_date, onboarded_date) as days,
        row_number() over (order by date_diff('day', start_date, onboarded_date)) as place,
        count(*) over () as many
    from accounts
    where type = 'customer' and onboarded_date > :year_ago and onboarded_date <= :today and start_date is not null
) as sorted
where 2 * place between many and many + 2
