alter table payment add column standing text not null default 'received'
--;
alter table payment add column idle integer not null default 0
--;
update payment set standing = case
  when state like '{"is":"received"%' then 'received'
  when state like '{"is":"verified"%' then 'verified'
  when state like '{"is":"settling"%' then 'settling'
  when state like '{"is":"settled"%' then 'settled'
  when state like '{"is":"fulfilled"%' then 'fulfilled'
  when state like '{"is":"rejected"%' then 'rejected'
  else 'suspended'
end
--;
update payment set idle = 1
where asked = 0 and committed = 0 and standing not in ('settled', 'fulfilled')
--;
drop index payment_open
--;
create index payment_open on payment (is_over, idle, valid_before)
--;
drop index payment_of_payer
--;
create index payment_of_payer on payment (payer, standing)
--;
create index payment_standing on payment (standing)
--;
create index payment_settled_in on payment (settled_in)
--;
create index refund_of_payment on refund_note (network, asset, payer, nonce)
