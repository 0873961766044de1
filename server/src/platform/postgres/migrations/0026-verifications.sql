-- Results of looking at identity documents, what was read from them, and proof of their destruction.

-- One for each person whose documents were decided on, wrapped under the vault's own key ring: the master key opens none of them.
create table keys.vault_person_key (
  id uuid primary key,
  principal_id uuid not null unique,
  wrapped bytea not null,
  wrapped_by text not null references keys.wrapping_key,
  created_at timestamptz not null default now()
);
create index vault_person_key_wrapped_by on keys.vault_person_key (wrapped_by, id);

-- Set with the final result: from then on the picture is due, unless it is held.
alter table identity_document add column decided_at timestamptz;
create index identity_document_decided on identity_document (created_at) where status <> 'destroyed' and decided_at is not null;

create table verification (
  id uuid primary key,
  document_id uuid not null unique references identity_document,
  subject_id uuid not null references principal,
  document_type text not null,
  result text not null check (result in ('verified', 'rejected')),
  state text not null check (state in ('final', 'awaiting-confirmation')),
  reason text check ((reason is not null) = (result = 'rejected')),
  checked_by uuid not null references principal,
  confirmed_by uuid references principal,
  checked_at timestamptz not null,
  -- Fields, note and differences: JSON under the person's key of the vault.
  details_sealed bytea not null,
  key_id uuid not null
);
create index verification_subject on verification (subject_id, checked_at);

create table destruction_certificate (
  id uuid primary key,
  document_id uuid not null unique references identity_document,
  subject_id uuid not null,
  document_type text not null,
  rule text not null check (rule in ('result', 'term', 'lost')),
  destroyed_at timestamptz not null,
  -- Hashes of the objects' names, and the keys that their keys were wrapped under; in the same order.
  name_hashes text[] not null,
  key_ids text[] not null,
  audit_entry bigint not null
);
