-- id: feature_usage
-- title: Features in use
-- about: Accounts that used them in 30 days, of all live
-- unit: percentunit
-- direction: up
-- refresh: 1h
-- expire_after: 1d
-- result: items
-- widget: bar
select used.feature as label, count(*) * 1.0 / max(everybody.accounts) as value
from feature_users as used
cross join (
    select count(*) as accounts
    from live_accounts
) as everybody
group by used.feature
order by value desc, used.feature
