-- Looks at identity documents: asked for, approved, open for some minutes, and then over.
alter table identity_document add column pages int not null default 1;

create table identity_document_look (
  id uuid primary key,
  document_id uuid not null references identity_document on delete cascade,
  viewer_id uuid not null references principal,
  role text not null,
  cause text,
  -- Under the vault's key of the document's owner.
  reason_sealed bytea,
  reason_key_id uuid,
  is_glass_broken boolean not null default false,
  created_at timestamptz not null,
  -- Until then a second person can decide; absent where none is needed.
  waits_until timestamptz,
  decided_by uuid references principal check (decided_by <> viewer_id),
  is_approved boolean,
  open_until timestamptz,
  -- When the picture was first shown: the owner sees the look from then on.
  shown_at timestamptz
);
create index identity_document_look_document on identity_document_look (document_id, id);
create index identity_document_look_viewer on identity_document_look (viewer_id, id);
create index identity_document_look_waiting on identity_document_look (waits_until) where is_approved is null and waits_until is not null;
create index identity_document_look_broken_glass on identity_document_look (id) where is_glass_broken;
