-- id: subscription_lifetime
-- title: Time as a customer
-- about: Mean subscription lifetime, 1 ÷ monthly churn
-- unit: "suffix: months"
-- direction: up
-- decimals: 0
-- history_hours: 2160
-- compare_hours: 720
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: number
-- Over twelve months: churn of a single month is zero too often.
select sum(customers) * 1.0 / nullif(sum(lost), 0) as value
from customers_of_month
