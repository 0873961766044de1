-- Which key-encryption key wraps which key: so that one can be replaced while everything goes on, and is retired only when nothing needs it.

create table keys.wrapping_key (
  -- The provider, a colon, and the provider's own name of it.
  id text primary key,
  -- 'master': data keys and attachments; 'vault': identity documents.
  ring text not null check (ring in ('master', 'vault')),
  -- 'announced': every node is to make sure that it has it; 'wrapping': new keys are wrapped under it; 'former': until it is retired.
  state text not null check (state in ('announced', 'wrapping', 'former')),
  -- A value wrapped under it: who can open that has the right key.
  probe bytea,
  created_at timestamptz not null default now()
);
create unique index wrapping_key_state on keys.wrapping_key (ring, state) where state <> 'former';

-- Nodes that are running, and what they know: a new key is used when all of them have it.
create table keys.node (
  id uuid primary key,
  held text[] not null,
  wraps_under text[] not null,
  seen_at timestamptz not null
);

alter table keys.data_key add column wrapped_by text not null default 'file:master-first';
alter table keys.object_header add column wrapped_by text not null default 'file:master-first';
update keys.object_header set wrapped_by = 'file:vault-first' where store = 'vault';
alter table keys.data_key alter column wrapped_by drop default;
alter table keys.object_header alter column wrapped_by drop default;

insert into keys.wrapping_key (id, ring, state)
select 'file:master-first', 'master', 'wrapping'
where exists (select 1 from keys.data_key) or exists (select 1 from keys.object_header where store = 'attachments');
insert into keys.wrapping_key (id, ring, state)
select 'file:vault-first', 'vault', 'wrapping' where exists (select 1 from keys.object_header where store = 'vault');

-- The database itself refuses to forget a key that is needed, and to store anything under one that was retired.
alter table keys.data_key add constraint data_key_wrapped_by foreign key (wrapped_by) references keys.wrapping_key;
alter table keys.object_header add constraint object_header_wrapped_by foreign key (wrapped_by) references keys.wrapping_key;
create index data_key_wrapped_by on keys.data_key (wrapped_by, id);
create index object_header_wrapped_by on keys.object_header (wrapped_by, object_id);
