-- What a site said of its users was kept before they had consented. It is destroyed, with its keys.

with unasked as (
  update principal p set profile_sealed = null, profile_key_id = null
  where p.kind = 'user' and p.profile_sealed is not null
    and not exists (select from consent c where c.principal_id = p.id and 'service' = any (c.purposes))
  returning p.id
)
delete from keys.data_key k using unasked u where k.scope = 'person' and k.principal_id = u.id;
