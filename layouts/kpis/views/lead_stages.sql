-- The stages of the way from lead to customer and beyond, in order.
select 1 as place, 'lead' as stage, 'Leads' as label
union all select 2 as place, 'trial' as stage, 'Trials' as label
union all select 3 as place, 'offer' as stage, 'Offers' as label
union all select 4 as place, 'signed' as stage, 'Signed' as label
union all select 5 as place, 'onboarded' as stage, 'Onboarded' as label
union all select 6 as place, 'expanded' as stage, 'Expanded' as label
