-- id: sentiment_positive
-- title: Content customers
-- about: Latest message of the account is friendly
-- unit: short
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: donut
select count(case when sentiment = 'positive' then 1 end) as value
from account_sentiment
