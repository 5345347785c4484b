-- The tables of JdbcJobStore, version 1. Read by H2 and by PostgreSQL.
create table grokvideo_job (
  provider varchar(32) not null,           -- whose API is spoken: lumenfall, xai
  gateway varchar(300) not null,           -- scheme, host and port of the gateway
  request_key varchar(300) not null,       -- the idempotency key
  fingerprint varchar(64) not null,        -- a hash of the request; nothing can be read from it
  model varchar(200),
  prompt text,                             -- only with storePrompt=true
  hand_on boolean not null,                -- whether grokvideo:results hands it on
  state varchar(16) not null,              -- INTENDED, UNKNOWN, ACCEPTED, COMPLETED, FAILED, DEAD_LETTER
  job_id varchar(256),                     -- the gateway's id
  job text,                                -- the job as JSON, as it was last known
  cost decimal(20, 10),
  cost_currency varchar(16),
  note text,                               -- why the outcome is unknown, or the result dead-lettered
  attempts int not null,                   -- how often it was sent
  deliveries int not null,                 -- how often it was handed on
  holder varchar(100),                     -- who works on it
  held_until timestamp with time zone,     -- when the holder loses it
  not_before timestamp with time zone,     -- when it may be handed on again
  created_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  ended_at timestamp with time zone,
  handed_on_at timestamp with time zone,   -- when the result was taken, or dead-lettered
  primary key (provider, gateway, request_key)
);
create index grokvideo_job_by_id on grokvideo_job (job_id);
create index grokvideo_job_to_hand_on on grokvideo_job (hand_on, handed_on_at, created_at);
create table grokvideo_job_schema (version int not null);
insert into grokvideo_job_schema (version) values (1);
