-- id: funnel_steps
-- title: From stage to stage
-- about: Share of the stage before, and of all leads, 90 days
-- unit: percentunit
-- refresh: 1h
-- expire_after: 1d
-- result: table
-- widget: table
select this.label as stage, this.leads as leads, this.leads * 1.0 / nullif(earlier.leads, 0) as of_stage_before,
    this.leads * 1.0 / nullif(top.leads, 0) as of_all
from funnel_90_days as this
left join funnel_90_days as earlier on earlier.place = this.place - 1
cross join (
    select leads
    from funnel_90_days
    where place = 1
) as top
order by this.place
