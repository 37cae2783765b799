-- id: feature_usage_by_segment
-- title: Features in use
-- about: Accounts that used them in 30 days, by segment
-- unit: percentunit
-- direction: up
-- decimals: 0
-- refresh: 1h
-- expire_after: 1d
-- result: table
-- widget: heatmap
with sizes as (
    select count(case when segment = 'Small' then 1 end) as small,
        count(case when segment = 'Mid-size' then 1 end) as mid_size,
        count(case when segment = 'Corporate' then 1 end) as corporate
    from live_accounts
)
select used.feature as feature,
    count(case when used.segment = 'Small' then 1 end) * 1.0 / nullif(max(sizes.small), 0) as small,
    count(case when used.segment = 'Mid-size' then 1 end) * 1.0 / nullif(max(sizes.mid_size), 0) as mid_size,
    count(case when used.segment = 'Corporate' then 1 end) * 1.0 / nullif(max(sizes.corporate), 0) as corporate
from feature_users as used
cross join sizes
group by used.feature
order by count(*) desc, used.feature
