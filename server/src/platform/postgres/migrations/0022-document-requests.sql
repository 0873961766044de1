-- Document requests: the company asks for documents in a support conversation. Each is a message of the same id, whose sealed
-- body is the reason; without a row here a message is text, whatever it says.

create table document_request (
  -- Of the message that it is, made by the server. The row comes first, the message follows: one without a message is left over.
  id uuid primary key,
  conversation_id uuid not null,
  requested_by uuid not null,
  client_request_id uuid not null,
  document_types text[] not null,
  received_types text[] not null default '{}',
  -- What the person was told when they were asked.
  kept_for_seconds bigint not null,
  open_until timestamptz not null,
  created_at timestamptz not null,
  answered_at timestamptz,
  withdrawn_at timestamptz,
  unique (client_request_id, conversation_id, requested_by)
);
create index document_request_conversation on document_request (conversation_id, id);

alter table identity_document add column request_id uuid;
