-- id: sentiment_negative
-- title: Upset customers
-- about: Latest message of the account is angry
-- unit: short
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: donut
select count(case when sentiment = 'negative' then 1 end) as value
from account_sentiment
