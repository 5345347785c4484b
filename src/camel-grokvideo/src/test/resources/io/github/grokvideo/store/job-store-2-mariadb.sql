-- The tables of JdbcJobStore in MariaDB, version 2. For MySQL, replace utf8mb4_nopad_bin by utf8mb4_0900_bin.
-- Times are UTC. The collation tells keys apart that differ by case, accents or spaces at their end.
create table if not exists grokvideo_job (
  provider varchar(32) not null,              -- lumenfall, xai
  gateway varchar(300) not null,              -- scheme, host and port of the gateway
  request_key varchar(300) not null,          -- the idempotency key
  fingerprint varchar(64) not null,           -- a hash of the request; nothing can be read from it
  model varchar(200),
  prompt longtext,                            -- only with storePrompt=true
  deliver_result boolean not null,            -- whether grokvideo:results delivers the result
  state varchar(16) not null,                 -- INTENDED, UNKNOWN, ACCEPTED, COMPLETED, FAILED, DEAD_LETTER
  job_id varchar(256),                        -- the gateway's id
  job longtext,                               -- the job as JSON, as it was last known
  cost decimal(20, 10),
  cost_currency varchar(16),
  reason longtext,                            -- why the outcome is unknown, or the result dead-lettered
  attempts int not null,                      -- how often it was sent
  deliveries int not null,                    -- how often the result was delivered
  holder varchar(100),                        -- who sends it, or has claimed its result
  held_until datetime(6),                     -- when its sender loses it; a claim lasts as long as its holder
  due_at datetime(6),                         -- from when the result may be claimed; null if it must not be
  purge_from datetime(6),                     -- from when the retention counts; null if the row must stay
  created_at datetime(6) not null,
  accepted_at datetime(6),
  finished_at datetime(6),
  acknowledged_at datetime(6),                -- when the result was processed, or dead-lettered
  primary key (provider, gateway, request_key),
  index grokvideo_job_by_id (job_id, provider, gateway),
  index grokvideo_job_due (provider, gateway, due_at),
  index grokvideo_job_held (holder),
  index grokvideo_job_purge (purge_from)
) engine = InnoDB, character set utf8mb4, collate utf8mb4_nopad_bin;
-- who has claimed results, and until when; whoever does not renew it loses all its claims
create table if not exists grokvideo_job_holder (
  holder varchar(100) not null primary key,
  expires_at datetime(6) not null
) engine = InnoDB, character set utf8mb4, collate utf8mb4_nopad_bin;
-- each statement commits: several machines may run this at the same time, and the version comes last
create table if not exists grokvideo_job_schema (version int not null primary key) engine = InnoDB;
insert ignore into grokvideo_job_schema (version) values (2);
