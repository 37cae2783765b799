-- id: onboarding_load
-- title: Onboarding work
-- about: Hours needed, of the hours we have
-- unit: percentunit
-- direction: down
-- amber: 0.9
-- red: 1
-- decimals: 0
-- compare_hours: 0
-- refresh: 6h
-- expire_after: 7d
-- result: items
-- widget: bullet
-- First those being onboarded; in a month those of the open offers that will sign, and in three of all open leads, a
-- month's share of them.
-- As many of them are expected to sign as did in a year.
with rates as (
    select count(case when signed_day is not null then 1 end) * 1.0
            / nullif(count(case when offer_day is not null then 1 end), 0) as of_offers,
        count(case when signed_day is not null then 1 end) * 1.0
            / nullif(count(case when trial_day is not null then 1 end), 0) as of_trials,
        count(case when signed_day is not null then 1 end) * 1.0 / nullif(count(*), 0) as of_leads
    from lead_days
    where lead_day > :year_ago
),
pipeline as (
    select count(case when offer_day is not null then 1 end) as offers,
        count(case when trial_day is not null and offer_day is null then 1 end) as trials,
        count(case when trial_day is null and offer_day is null then 1 end) as leads
    from lead_days
    where signed_day is null and lost_day is null
),
starting as (
    select count(*) as accounts
    from live_accounts
    where onboarded_date is null or onboarded_date > :today
)
select work.label as label,
    work.accounts * assumptions.hours_per_onboarding / nullif(assumptions.onboarding_hours_a_month, 0) as value
from (
    select 1 as place, 'Now' as label, starting.accounts * 1.0 as accounts
    from starting
    union all
    select 2 as place, '1 month' as label, pipeline.offers * rates.of_offers as accounts
    from pipeline
    cross join rates
    union all
    select 3 as place, '3 months' as label,
        (pipeline.offers * rates.of_offers + pipeline.trials * rates.of_trials + pipeline.leads * rates.of_leads) / 3
            as accounts
    from pipeline
    cross join rates
) as work
cross join assumptions
order by work.place
