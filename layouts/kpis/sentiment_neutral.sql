-- id: sentiment_neutral
-- title: Neutral customers
-- about: Latest message of the account is neutral
-- unit: short
-- refresh: 1h
-- expire_after: 1d
-- result: scalar
-- widget: donut
select count(case when sentiment = 'neutral' then 1 end) as value
from account_sentiment
