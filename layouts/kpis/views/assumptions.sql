-- What no table knows: how long things take and how much time there is, in hours. Put your own into
-- `sources/assumptions.sql`.
select 4.0 as hours_per_account_a_month, 16.0 as hours_per_onboarding, 120.0 as hours_per_person_a_month,
    160.0 as onboarding_hours_a_month
