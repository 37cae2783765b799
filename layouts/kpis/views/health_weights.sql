-- How much each part of the health of an account counts. They need not add up to 1.
select 0.4 as adoption, 0.2 as nps, 0.2 as csat, 0.2 as engagement
