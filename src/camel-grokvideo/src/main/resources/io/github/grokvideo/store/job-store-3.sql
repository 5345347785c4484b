-- The tables of JdbcJobStore, version 3, for H2.
create table if not exists grokvideo_job (
  provider varchar(32) not null,              -- lumenfall, xai
  gateway varchar(300) not null,              -- scheme, host and port of the gateway
  request_key varchar(300) not null,          -- the idempotency key
  fingerprint varchar(64) not null,           -- a hash of the request; nothing can be read from it
  model varchar(200),
  prompt text,                                -- only with storePrompt=true
  deliver_result boolean not null,            -- whether grokvideo:results delivers the result
  state varchar(16) not null,                 -- INTENDED, UNKNOWN, ACCEPTED, COMPLETED, FAILED, DEAD_LETTER
  job_id varchar(256),                        -- the gateway's id
  job text,                                   -- the job as JSON, as it was last known
  cost decimal(20, 10),
  cost_currency varchar(16),
  reason text,                                -- why the outcome is unknown, or the result dead-lettered
  attempts int not null,                      -- how often it was sent
  deliveries int not null,                    -- how often the result was delivered
  holder varchar(100),                        -- who sends it, or has claimed its result
  held_until timestamp with time zone,        -- when its sender loses it; a claim lasts as long as its holder
  due_at timestamp with time zone,            -- from when the result may be claimed; null if it must not be
  purge_from timestamp with time zone,        -- from when the retention counts; null if the row must stay
  created_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  finished_at timestamp with time zone,
  acknowledged_at timestamp with time zone,   -- when the result was processed, or dead-lettered
  estimate decimal(20, 10),                   -- what it was expected to cost
  estimate_currency varchar(16),
  charged decimal(20, 10),                    -- what it did cost; the estimate if nobody says; null until it has ended
  route varchar(200),                         -- the route that submitted it
  end_user varchar(200),                      -- on whose behalf
  budgets text,                               -- what it counts for budgets, as JSON: reserved while spent is null
  trace_parent varchar(128),                  -- the span of the submission, as in the header traceparent of W3C
  primary key (provider, gateway, request_key)
);
create index if not exists grokvideo_job_by_id on grokvideo_job (job_id, provider, gateway);
create index if not exists grokvideo_job_due on grokvideo_job (provider, gateway, due_at);
create index if not exists grokvideo_job_held on grokvideo_job (holder);
create index if not exists grokvideo_job_purge on grokvideo_job (purge_from);
-- who has claimed results, and until when; whoever does not renew it loses all its claims
create table if not exists grokvideo_job_holder (
  holder varchar(100) not null primary key,
  expires_at timestamp with time zone not null
);
-- what all submissions count for a budget: changed in the transactions that change the jobs' rows
create table if not exists grokvideo_budget (
  budget varchar(100) not null,
  scope varchar(200) not null,                -- such as a tenant; empty for a budget of all
  window_start varchar(32) not null,          -- in UTC, such as 2026-01-31T00:00:00Z; 1970-01-01T00:00:00Z for ever
  currency varchar(16) not null,
  spent decimal(30, 10) not null,
  reserved decimal(30, 10) not null,
  told decimal(30, 10) not null,              -- how much was used when listeners were told last
  primary key (window_start, budget, currency, scope)
);
-- what operators have added to spent, and why
create table if not exists grokvideo_budget_correction (
  budget varchar(100) not null,
  scope varchar(200) not null,
  window_start varchar(32) not null,
  currency varchar(16) not null,
  amount decimal(20, 10) not null,
  reason text not null,
  corrected_at timestamp with time zone not null
);
-- the version comes last: a creation that was interrupted is completed by the next one
create table if not exists grokvideo_job_schema (version int not null);
insert into grokvideo_job_schema (version)
  select 3 where not exists (select version from grokvideo_job_schema);
