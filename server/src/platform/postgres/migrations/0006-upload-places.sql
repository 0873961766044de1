-- A place for each upload: what counts against the quotas, how many a person has under way, and which key was used for what.

create table upload_place (
  -- Of the attachment or identity document it becomes.
  id uuid primary key,
  owner_id uuid not null,
  conversation_id uuid not null,
  -- A kind of attachment, or a type of identity document.
  becomes text not null,
  -- The most that may come; once it is settled, what came.
  bytes bigint not null,
  is_settled boolean not null default false,
  -- Renewed while the upload lives; what is not settled by then was left over by a server that is gone.
  held_until timestamptz not null,
  idempotency_key uuid,
  -- Of the bytes that came, under a key of the server's: tells a repetition, and nothing else.
  content_mark bytea,
  created_at timestamptz not null
);
-- Two nodes cannot carry out one request twice.
create unique index upload_place_key on upload_place (owner_id, idempotency_key) where idempotency_key is not null;
create index upload_place_owner on upload_place (owner_id, created_at);
create index upload_place_conversation on upload_place (conversation_id, created_at);
create index upload_place_unsettled on upload_place (held_until) where not is_settled;
